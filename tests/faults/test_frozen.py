"""A server that is there and says nothing: nobody waits for ever, and nothing is lost nor done twice."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.postgres import EmbeddedPostgres
from tests.faults.department import Department
from tests.support.proof import LONG_TIMEOUT_SECONDS
from tests.support.waiting import eventually


def family(pid: int) -> list[int]:
    """A process we started, and all it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(one for child in children for one in family(int(child)))]


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    """Within the block neither this process nor any it started gets a turn."""
    stopped = family(pid)
    for one in stopped:
        os.kill(one, signal.SIGSTOP)
    try:
        yield
    finally:
        for one in stopped:
            os.kill(one, signal.SIGCONT)


@pytest.mark.prove  # a frozen server is waited for 35 seconds, twice
@pytest.mark.timeout(LONG_TIMEOUT_SECONDS)
async def test_a_database_that_is_frozen_has_people_told_and_commands_done_once(
    here: Department, cluster: EmbeddedPostgres
) -> None:
    (placement,) = await here.proposals(1)
    await eventually(here.settled)
    command_id = uuid4()

    with frozen(cluster.pid):
        page = await here.rbde.get("/pfmp")
        answer = await here.confirm(placement, command_id)
        alive = await here.rbde.get("/api/internships/health/live")
    assert page.status_code == httpx2.codes.SERVICE_UNAVAILABLE
    assert answer.status_code == httpx2.codes.SERVICE_UNAVAILABLE
    assert alive.status_code == httpx2.codes.OK

    # What was asked may be done once it wakes: asked again, it is done once.
    await here.confirm_at_last(placement, command_id)
    await here.confirm_at_last(placement, command_id)
    await eventually(here.settled)
    assert await here.covered() == 1


async def test_a_bus_that_is_frozen_holds_no_command_up_and_hears_of_all_once(
    here: Department, bus: EmbeddedNats
) -> None:
    placements = await here.proposals(3)
    await eventually(here.settled)

    with frozen(bus.pid):
        statuses = [(await here.confirm(placement)).status_code for placement in placements]
        assert await here.covered() == 0
    assert statuses == [200] * len(placements)

    await eventually(here.settled)
    assert await here.covered() == len(placements)
