"""A file is read in a process of its own; a crowd takes turns."""

import asyncio
import fcntl
import json
from pathlib import Path

import pytest

from services.chassis.base.turns import ASKING
from services.chassis.documents.apart import make_apart
from services.chassis.files import reader_process
from services.chassis.files.reader_process import BUSY, TOO_HEAVY, TOO_LONG, read_apart
from services.chassis.files.tables import ImportFileRefused
from tests.chassis import curious_maker, curious_reader, spinning_reader, waiting_reader
from tests.support.processes import own_running
from tests.support.waiting import eventually

READER = waiting_reader.__name__
CURIOUS = curious_reader.__name__
MAKER = curious_maker.__name__
SPINNING = spinning_reader.__name__


async def test_a_crowd_that_brings_files_is_read_two_at_a_time_and_who_gives_up_leaves_a_place(
    tmp_path: Path,
) -> None:
    door = tmp_path / "door"

    def came() -> int:
        return len(list(tmp_path.glob("came-*")))

    with door.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        reading = []
        for text in ("Bois Vert", "Tescou", "Delmas", "Cayla"):
            ASKING.set(text)
            task = asyncio.create_task(read_apart(READER, text.encode(), {"door": str(door)}))
            reading.append(task)
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


@pytest.mark.parametrize("made", [True, False])
async def test_whoever_takes_a_reader_over_has_nothing_and_opens_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, made: bool
) -> None:
    monkeypatch.setenv("PASSERELLE_SMTP_PASSWORD", "secret")
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    secret = credentials / "portal.json"
    secret.write_text("{}")
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1", 0) as listening:
        options = {
            "secret": str(secret),
            "door": str(tmp_path / "door"),
            "port": listening.sockets[0].getsockname()[1],
        }
        if made:
            environment, folder, *attempts = json.loads(await make_apart(MAKER, options, b"x"))
        else:
            environment, folder, *attempts = await read_apart(CURIOUS, b"x", options)

    assert not set(environment) - {"LD_LIBRARY_PATH", "LC_CTYPE"}
    assert folder == "/"
    assert attempts == ["OSError"] * 6
    assert not (tmp_path / "door").exists()


async def test_time_on_the_clock_is_not_what_a_file_is_refused_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_process, "READING_SECONDS_MAX", 0)
    door = tmp_path / "door"
    with door.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        reading = asyncio.create_task(read_apart(READER, b"Tescou", {"door": str(door)}))
        await eventually(lambda: list(tmp_path.glob("came-*")) or reading.done())

    read: list[object] = await reading
    assert read == ["Tescou"]


async def test_a_machine_too_busy_to_read_says_so_and_does_not_blame_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = tmp_path / "door"
    with door.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        monkeypatch.setattr(reader_process, "PATIENCE_SECONDS", 0)
        with pytest.raises(ImportFileRefused) as refused:
            await read_apart(READER, b"Tescou", {"door": str(door)})

    assert refused.value.detail == BUSY
    assert own_running(READER) == 0


@pytest.mark.parametrize(("content", "why"), [(b"time", TOO_LONG), (b"memory", TOO_HEAVY)])
async def test_a_file_that_takes_too_much_is_told_of_what(
    monkeypatch: pytest.MonkeyPatch, content: bytes, why: str
) -> None:
    monkeypatch.setattr(reader_process, "READING_SECONDS_MAX", 1)

    with pytest.raises(ImportFileRefused) as refused:
        await read_apart(SPINNING, content)

    assert refused.value.detail == why
    assert own_running(SPINNING) == 0
