"""PostgreSQL dies: people are told so, nothing is half written, and work goes on afterwards."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx2
import pytest_asyncio

from deploy.embedded.postgres import EmbeddedPostgres
from tests.faults.department import SAME_ORIGIN, Department, department
from tests.support.network import Network
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

NOTHING_RECORDED = "rien n’a été enregistré"
AT_ONCE = 20


@pytest_asyncio.fixture
async def postgres(cluster: EmbeddedPostgres) -> AsyncIterator[EmbeddedPostgres]:
    """The cluster of the services; it runs again after the test."""
    yield cluster
    if not cluster.running:
        await cluster.start()


async def answers_again(here: Department) -> None:
    """Wait until a page is served: dead connections of a pool are found out one by one."""

    async def served() -> bool:
        return (await here.rbde.get("/pfmp")).status_code == httpx2.codes.OK

    await eventually(served)


async def test_people_are_told_that_nothing_was_recorded(
    here: Department,
    network: Network,
    service_databases: ServiceDatabases,
    postgres: EmbeddedPostgres,
) -> None:
    (placement,) = await here.proposals(1)
    assert (await here.rbde.get("/pfmp")).status_code == httpx2.codes.OK
    command_id = uuid4()
    await postgres.stop()

    page = await here.rbde.get("/pfmp")
    form = await here.rbde.post(
        f"/pfmp/placements/{placement}/confirmation",
        data={"command_id": str(command_id), "version": "1", "on": "2026-11-24"},
        headers=SAME_ORIGIN,
    )
    api = await here.confirm(placement, command_id)

    for shown in (page, form):
        assert shown.status_code == httpx2.codes.SERVICE_UNAVAILABLE
        assert shown.headers["content-type"].startswith("text/html")
        assert NOTHING_RECORDED in shown.text
    assert api.status_code == httpx2.codes.SERVICE_UNAVAILABLE
    assert api.headers["content-type"] == "application/problem+json"
    assert NOTHING_RECORDED in api.json()["title"]

    await postgres.start()
    await answers_again(here)
    async with department(network, service_databases) as again:
        await here.confirm_at_last(placement, command_id)
        await here.confirm_at_last(placement, command_id)
        await eventually(again.settled)
        assert await again.covered() == 1


async def test_a_server_killed_amid_commands_leaves_no_half_write(
    here: Department,
    network: Network,
    service_databases: ServiceDatabases,
    postgres: EmbeddedPostgres,
) -> None:
    placements = await here.proposals(AT_ONCE)
    commands = {placement: uuid4() for placement in placements}
    killed_after = 3
    answered = asyncio.Semaphore(0)

    async def confirm(placement: UUID, command: UUID) -> int:
        response = await here.confirm(placement, command)
        answered.release()
        return response.status_code

    async def kill() -> None:
        for _ in range(killed_after):
            await answered.acquire()
        os.kill(postgres.pid, signal.SIGQUIT)

    statuses, _ = await asyncio.gather(
        asyncio.gather(*(confirm(*one) for one in commands.items())), kill()
    )
    assert set(statuses) == {200, 503}

    await eventually(lambda: not postgres.running)
    await postgres.start()
    await answers_again(here)
    async with department(network, service_databases) as again:
        confirmed = await again.one(
            "internships", "SELECT count(*) FROM placements WHERE status = 'confirmed'"
        )
        assert confirmed >= statuses.count(200)
        for event in ("host_agreed", "placement_confirmed"):
            told = await again.one(
                "internships",
                "SELECT count(*) FROM journal WHERE split_part(subject, '.', 5) = $1",
                event,
            )
            assert told == confirmed, event
        # whoever saw an error sends the form again: it is done once, whatever had happened
        for placement, command in commands.items():
            await here.confirm_at_last(placement, command)
        await eventually(again.settled)
        assert await again.covered() == AT_ONCE
