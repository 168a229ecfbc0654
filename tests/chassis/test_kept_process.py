"""A process that makes documents is kept for the next one, and never for longer than it is of use."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.chassis.base.errors import DocumentNotMade
from services.chassis.base.turns import ASKING
from services.chassis.documents import kept_process
from services.chassis.documents.kept_process import KeptProcesses
from tests.chassis import kept_maker
from tests.support.processes import own_processes
from tests.support.waiting import eventually

MAKER = kept_maker.__name__


@pytest.fixture
def kept() -> Iterator[KeptProcesses]:
    processes = KeptProcesses(MAKER)
    yield processes
    processes.close()


async def test_one_process_makes_one_document_after_another(kept: KeptProcesses) -> None:
    first = await kept.make("who")

    assert [await kept.make("who") for _ in range(3)] == [first] * 3
    assert [one.pid for one in own_processes(MAKER)] == [int(first)]


async def test_documents_asked_for_at_the_same_time_are_made_at_the_same_time(
    kept: KeptProcesses,
) -> None:
    async def asked(who: str) -> bytes:
        ASKING.set(who)
        return await kept.make("who")

    answers = await asyncio.gather(*(asked(f"account {number}") for number in range(6)))

    assert 1 <= len(set(answers)) <= 2
    assert {one.pid for one in own_processes(MAKER)} == {int(one) for one in answers}


async def test_a_document_that_fails_takes_its_process_and_nothing_else(
    kept: KeptProcesses,
) -> None:
    first = await kept.make("who")

    with pytest.raises(DocumentNotMade):
        await kept.make("fail")
    assert own_processes(MAKER) == []
    assert await kept.make("who") != first


async def test_a_process_that_died_meanwhile_is_replaced(kept: KeptProcesses) -> None:
    first = await kept.make("who")
    (process,) = own_processes(MAKER)
    process.kill()
    await eventually(lambda: own_processes(MAKER) == [])

    assert await kept.make("who") != first


async def test_one_that_never_ends_is_ended(
    kept: KeptProcesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_process, "MAKING_SECONDS_MAX", 0)

    with pytest.raises(DocumentNotMade):
        await kept.make("never")
    assert own_processes(MAKER) == []


async def test_a_document_nobody_waits_for_any_more_is_given_up(kept: KeptProcesses) -> None:
    asked = asyncio.create_task(kept.make("never"))
    await eventually(lambda: own_processes(MAKER))
    asked.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asked
    await eventually(lambda: own_processes(MAKER) == [])


async def test_a_process_that_was_being_started_for_who_gave_up_ends(kept: KeptProcesses) -> None:
    asked = asyncio.create_task(kept.make("who"))
    await asyncio.sleep(0)  # it begins: a thread starts the process
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked

    answered = int(await kept.make("who"))

    await eventually(lambda: [one.pid for one in own_processes(MAKER)] == [answered])


async def test_a_process_nobody_asks_goes_by_itself() -> None:
    kept = KeptProcesses(MAKER, idle_seconds=0)
    await kept.make("who")

    await eventually(lambda: own_processes(MAKER) == [])


async def test_whoever_takes_it_over_has_nothing_and_opens_nothing(
    kept: KeptProcesses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASSERELLE_SMTP_PASSWORD", "secret")
    secret = tmp_path / "portal.json"
    secret.write_text("{}")
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1", 0) as listening:
        options = {
            "secret": str(secret),
            "door": str(tmp_path / "door"),
            "port": listening.sockets[0].getsockname()[1],
        }
        for _ in range(2):
            environment, folder, *attempts = json.loads(await kept.make(options, b"x"))
            assert not set(environment) - {"LD_LIBRARY_PATH", "LC_CTYPE"}
            assert folder == "/"
            assert attempts == ["OSError"] * 6
    assert not (tmp_path / "door").exists()
