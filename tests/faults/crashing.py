"""Worlds to be killed: a database and a nats-server each, and the process that kills them."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import asyncpg

from deploy.embedded.postgres import EmbeddedPostgres
from deploy.nats.provision import AckWaits, provision
from services.chassis.base.settings import Settings
from services.chassis.database.migrations import run_migrations
from services.chassis.security.credentials import create_missing
from tests.chassis.ledger import Ledger
from tests.faults.world import ACK_WAIT_SECONDS, SERVICE, WORLD
from tests.support.bus import generated_server
from tests.support.proof import seed

SEED = seed(20261124)


@asynccontextmanager
async def world(
    folder: Path,
    cluster: EmbeddedPostgres,
    prefix: str,
    ack_wait_seconds: float = ACK_WAIT_SECONDS,
) -> AsyncIterator[dict[str, Any]]:
    """A database and a nats-server for one world; the start of its plan."""
    waits = AckWaits(reactions=ack_wait_seconds, projections=ack_wait_seconds)
    await asyncio.to_thread(folder.mkdir)
    settings = Settings(
        database_url=cluster.url,
        database_ssl="disable",
        database_prefix=prefix,
        credentials=folder / "credentials",
    )
    create_missing(settings.credentials, [SERVICE])
    await run_migrations(Ledger(), settings)
    superuser_url = f"{cluster.url.rpartition('/')[0]}/{settings.database_name(SERVICE)}"
    superuser = await asyncpg.connect(superuser_url)
    tables = await superuser.fetchval(
        "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables"
        " WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    )
    await superuser.execute(f"TRUNCATE {tables} RESTART IDENTITY")
    await superuser.close()
    async with generated_server(folder, settings, [WORLD]) as server:
        located = settings.replaced(nats_url=server.url)
        await provision(located, [WORLD], ack_waits=waits)
        yield {
            "settings": {
                "database_host": located.database_host,
                "database_port": located.database_port,
                "database_ssl": "disable",
                "database_prefix": prefix,
                "nats_url": server.url,
                "credentials": str(located.credentials),
            },
            "superuser_url": superuser_url,
            "folder": str(folder),
            "ack_wait_seconds": ack_wait_seconds,
        }


class Crash:
    """`outcome = await crash(plan)`: run a plan in a process of its own; what it says at the end.

    That process is a fork of one where everything is loaded, the same for all plans.
    """

    def __init__(self, plans: socket.socket) -> None:
        self._plans = plans

    async def __call__(self, plan: dict[str, Any]) -> dict[str, Any]:
        answer, theirs = os.pipe()
        with os.fdopen(answer) as told:
            socket.send_fds(self._plans, [json.dumps(plan).encode()], [theirs])
            os.close(theirs)
            output = await asyncio.to_thread(told.read)
        assert output, "it died"
        outcome: dict[str, Any] = json.loads(output)
        assert "broken" not in outcome, outcome["broken"]
        return outcome


@contextmanager
def mother_of_crashes() -> Iterator[Crash]:
    """A process with everything loaded, for as long as the context lasts."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours:
        with theirs:
            mother = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.mother", str(theirs.fileno())],
                cwd=Path(__file__).parents[2],
                pass_fds=[theirs.fileno()],
            )
        yield Crash(ours)
    mother.wait()
