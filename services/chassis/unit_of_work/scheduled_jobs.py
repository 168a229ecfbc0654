"""Timed work: jobs asked for by `uow.schedule(…)`, done once when their time has come.

A row of `due_work` is one run. It is marked done in the transaction of the job itself, so a run
is done once whatever dies when, and one missed while everything was down is made up once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import asyncpg
import structlog
from sqlalchemy import bindparam, select, update

from contracts.identifiers import Uai
from services.chassis.database.leadership import Session
from services.chassis.database.tables import due_work
from services.chassis.observability import tracing
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork

log = structlog.get_logger(__name__)

POLL_SECONDS = 1.0
ROWS_AT_ONCE = 100
RETRY_DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
"""Waits after a failed run; the last one repeats."""

_DUE = """
SELECT position, job, uai, key, attempts FROM due_work
WHERE done_at IS NULL AND due_at <= $1 ORDER BY due_at, position LIMIT $2
"""
_PUT_OFF = """
UPDATE due_work SET due_at = $1, attempts = attempts + 1, last_error = $2
WHERE position = $3 AND done_at IS NULL
"""
_DONE = (
    update(due_work)
    .where(due_work.c.position == bindparam("at"), due_work.c.done_at.is_(None))
    .values(done_at=bindparam("now"))
)


AnyJob = TypeVar("AnyJob", bound=Callable[..., Awaitable[None]])


class JobUnknown(LookupError):
    """A row names a job this version of the service does not have."""


@dataclass
class TimedWork:
    """The timed jobs of one service, by name."""

    service: str
    jobs: dict[str, Callable[..., Awaitable[None]]] = field(default_factory=dict)
    department_wide: bool = False
    """Whether its jobs read what every lycée told."""
    standing: list[Callable[..., Awaitable[None]]] = field(default_factory=list)
    """What plans jobs that nobody asks for, each time a process begins to lead."""

    def plan(self, function: AnyJob) -> AnyJob:
        """Declare `async def f(uow, *, now)` as what plans a job of the whole department."""
        self.standing.append(function)
        return function

    def job(self, name: str) -> Callable[[AnyJob], AnyJob]:
        """Declare `async def f(uow, *, key, now)` as the job of that name."""

        def declare(function: AnyJob) -> AnyJob:
            if name in self.jobs:
                raise ValueError(f"timed job {name} is declared twice")
            self.jobs[name] = function
            return function

        return declare


@dataclass
class TimedWorker:
    """Does the work that is due, in the process that leads."""

    timed: TimedWork
    units: UnitsOfWork
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def run(self, session: Session) -> None:
        """Work until cancelled; raises when the database is lost."""
        planned = False
        while True:
            planned = planned or await self.plan_standing(self.clock())
            # A job in several parts leaves the next one due at once.
            if not await self.run_due(session, self.clock()):
                await asyncio.sleep(POLL_SECONDS)

    async def plan_standing(self, now: datetime) -> bool:
        """Plan the jobs nobody asks for, and say whether they are; planned already, they stay so."""
        try:
            async with self.units.begin(Scope(frozenset(), department_wide=True), now=now) as uow:
                for plan in self.timed.standing:
                    await plan(uow, now=now)
        except Exception as error:  # whatever a plan's bug is, the jobs that are due are done
            log.warning("timed.not_planned", service=self.timed.service, exc_info=error)
            return False
        return True

    async def run_due(self, session: Session, now: datetime) -> int:
        """Do what is due at `now`, each row in a transaction of its own; return how many rows.

        A job that fails is put off and does not stop the others.
        """
        rows = await session.fetch(_DUE, now, ROWS_AT_ONCE)
        for row in rows:
            try:
                await self._run_one(row, now)
            except Exception as error:  # whatever a job's bug is, it is that job's alone
                delay = RETRY_DELAYS[min(row["attempts"], len(RETRY_DELAYS) - 1)]
                log.warning(
                    "timed.job_failed",
                    service=self.timed.service,
                    job=row["job"],
                    attempts=row["attempts"] + 1,
                    delay_s=delay.total_seconds(),
                    exc_info=error,
                )
                await session.execute(_PUT_OFF, now + delay, type(error).__name__, row["position"])
        return len(rows)

    async def _run_one(self, row: "asyncpg.Record | dict[str, Any]", now: datetime) -> None:
        job = self.timed.jobs.get(row["job"])
        if job is None:
            raise JobUnknown(row["job"])
        uai = Uai(row["uai"])
        name, wide = row["job"], self.timed.department_wide
        async with (
            tracing.span(self.timed.service, f"job {name}", parent=None, job=name),
            self.units.begin(Scope(frozenset({uai}), wide), uai=uai, now=now) as uow,
        ):
            done = await uow.execute(_DONE, {"at": row["position"], "now": now})
            if done.rowcount == 1:
                await job(uow, key=row["key"], now=now)


async def is_waiting(uow: UnitOfWork, jobs: Collection[str], *, uai: Uai) -> bool:
    """Whether one of these jobs of a lycée is still to be done, at whatever time."""
    undone = select(due_work.c.position).where(
        due_work.c.job.in_(jobs), due_work.c.uai == uai, due_work.c.done_at.is_(None)
    )
    return bool((await uow.execute(select(undone.exists()))).scalar_one())


async def is_overdue(uow: UnitOfWork, jobs: Collection[str], *, uai: Uai, now: datetime) -> bool:
    """Whether one of these jobs of a lycée should have been done by now, and is not."""
    late = select(due_work.c.position).where(
        due_work.c.job.in_(jobs),
        due_work.c.uai == uai,
        due_work.c.done_at.is_(None),
        due_work.c.due_at <= now,
    )
    return bool((await uow.execute(select(late.exists()))).scalar_one())


async def run_due_work(timed: TimedWork, units: UnitsOfWork, relay_dsn: str, now: datetime) -> int:
    """Do at once what is due at `now`, as the leader would; return how many rows were due."""
    connection = await asyncpg.connect(relay_dsn)
    try:
        return await TimedWorker(timed, units).run_due(Session(connection), now)
    finally:
        await connection.close()
