"""A file is read in a process of its own; a crowd takes turns."""

import asyncio
import fcntl
from pathlib import Path

from services.chassis.importing.apart import read_apart
from tests.chassis import waiting_reader
from tests.support.processes import own_running
from tests.support.waiting import eventually

READER = waiting_reader.__name__


async def test_a_crowd_that_brings_files_is_read_two_at_a_time_and_who_gives_up_leaves_a_place(
    tmp_path: Path,
) -> None:
    door = tmp_path / "door"

    def came() -> int:
        return len(list(tmp_path.glob("came-*")))

    with door.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        reading = [
            asyncio.create_task(read_apart(READER, text.encode(), {"door": str(door)}))
            for text in ("Bois Vert", "Tescou", "Delmas", "Cayla")
        ]
        await eventually(lambda: came() == 2)
        assert own_running(READER) == 2
        first, second, waiting, last = reading
        waiting.cancel()
        first.cancel()
        await eventually(lambda: came() == 3)
        assert own_running(READER) == 2

    found: list[object] = [await second, await last]
    assert found == [["Tescou"], ["Cayla"]]
    assert own_running(READER) == 0
