"""Two hundred deaths by SIGKILL at named places: nothing lost, nothing twice, the fold equal."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from deploy.embedded.postgres import EmbeddedPostgres
from deploy.nats.provision import AckWaits, provision
from services.chassis.credentials import create_missing
from services.chassis.failpoints import FAILPOINTS
from services.chassis.migrations import run_migrations
from services.chassis.settings import Settings
from tests.chassis.ledger import Ledger
from tests.faults.seeded_bugs import SEEDED_BUGS
from tests.faults.world import ACK_WAIT_SECONDS, SERVICE, WORLD
from tests.support.bus import generated_server

SEED = 20261124
SCHEDULES, WORLDS = 240, 2
KILLS_AT_LEAST, HITS_AT_LEAST = 200, 10
WAITS = AckWaits(reactions=ACK_WAIT_SECONDS, projections=ACK_WAIT_SECONDS)


@asynccontextmanager
async def world(
    folder: Path, cluster: EmbeddedPostgres, prefix: str
) -> AsyncIterator[dict[str, Any]]:
    """A database and a nats-server for one world; the start of its plan."""
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
        await provision(located, [WORLD], ack_waits=WAITS)
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
        }


async def crash(plan: dict[str, Any]) -> dict[str, Any]:
    """Run a plan in a process of its own; what it says at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.faults.crash",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    output, progress = await process.communicate(json.dumps(plan).encode())
    assert process.returncode == 0, progress.decode()[-3000:]
    outcome: dict[str, Any] = json.loads(output)
    return outcome


@pytest.mark.timeout(600)
async def test_nothing_is_lost_nor_done_twice_over_two_hundred_deaths(
    tmp_path: Path,
    cluster: EmbeddedPostgres,
    worker: str,
    record_property: Callable[[str, object], None],
) -> None:
    async with AsyncExitStack() as stack:
        worlds = [
            await stack.enter_async_context(
                world(tmp_path / str(number), cluster, f"k{number}_{worker}_")
            )
            for number in range(WORLDS)
        ]
        outcomes = await asyncio.gather(
            *(
                crash({**one, "seed": SEED + number, "schedules": SCHEDULES // WORLDS})
                for number, one in enumerate(worlds)
            )
        )

    hits: Counter[str] = Counter()
    for outcome in outcomes:
        hits.update(outcome["hits"])
    kills = sum(outcome["kills"] for outcome in outcomes)
    report = {"kills": kills, "hits": hits, "worlds": [o["counts"] for o in outcomes]}
    record_property("crashes", json.dumps(report))
    sys.stdout.write(f"{json.dumps(report)}\n")
    for outcome in outcomes:
        assert (outcome["stuck"], outcome["crashed"]) == ([], [])
        assert outcome["violations"] == {}
    assert kills >= KILLS_AT_LEAST
    assert {name: hits[name] for name in FAILPOINTS if hits[name] < HITS_AT_LEAST} == {}


@pytest.mark.timeout(300)
async def test_two_replicas_that_die_side_by_side_lose_nothing_and_do_nothing_twice(
    tmp_path: Path, cluster: EmbeddedPostgres, worker: str
) -> None:
    async with world(tmp_path / "world", cluster, f"k_{worker}_") as plan:
        outcome = await crash({**plan, "seed": SEED, "schedules": 24, "replica": True})

    assert (outcome["violations"], outcome["stuck"], outcome["crashed"]) == ({}, [], [])
    assert outcome["kills"] >= 12
    assert outcome["counts"]["effects"] >= 48


WHERE_IT_SHOWS = {
    "ack_before_commit": ("reaction.before_commit", "effect missing"),
    "mark_before_publish": ("relay.before_publish", "not in the stream"),
    "no_inbox": ("reaction.before_ack", "effect twice"),
    "default_ack_policy": ("reaction.after_ack", "effect missing"),
    "early_counter": ("relay.after_mark", "refused without reason"),
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("bug", SEEDED_BUGS)
async def test_a_seeded_bug_turns_the_verdict_red(
    tmp_path: Path, cluster: EmbeddedPostgres, worker: str, bug: str
) -> None:
    """With the same deaths it is green without the bug, and with the bug it is green without them:
    neither the deaths nor a clumsy bug turn it red by themselves.
    """
    failpoint, violation = WHERE_IT_SHOWS[bug]
    async with world(tmp_path / "world", cluster, f"k_{worker}_") as plan:
        deadly = {**plan, "seed": SEED, "schedules": 4, "only": [failpoint]}
        alone = {"only": [], "schedules": 1, "commands_per_life": 1}
        without_bug = await crash(deadly)
        without_deaths = await crash({**deadly, **alone, "seed": SEED + 1, "bug": bug})
        with_both = await crash({**deadly, "seed": SEED + 2, "bug": bug, "patience_seconds": 4})

    for green in (without_bug, without_deaths):
        assert (green["violations"], green["stuck"], green["crashed"]) == ({}, [], [])
    assert without_bug["kills"] > 0
    assert violation in with_both["violations"], with_both
