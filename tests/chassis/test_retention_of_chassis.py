"""What every service lets go of: after a year of work its tables are as large as after a month."""

from datetime import datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import text

from services.chassis.database.engine import Database
from services.chassis.nats.parse_envelope import Delivery
from services.chassis.privacy.retention import Retention
from services.chassis.privacy.retention.chassis_rules import KEPT, keep_the_chassis
from services.chassis.privacy.retention.purge import DEPARTMENT, purge_all
from services.chassis.unit_of_work import commands
from services.chassis.unit_of_work.parked_events import FAILED, Park, mark_replayed, park
from services.chassis.unit_of_work.scheduled_jobs import TimedWork, run_due_work
from services.chassis.unit_of_work.unit_of_work import UnitOfWork, UnitsOfWork
from tests.chassis.facts import BOURDELLE, NOW, scope_of
from tests.chassis.ledger import Ledger

EVERY = timedelta(days=5)
STEPS = 73
"""A year."""


@pytest.fixture
def timed() -> TimedWork:
    work = TimedWork(Ledger.name)

    @work.job("nothing")
    async def nothing(uow: UnitOfWork, *, key: str, now: datetime) -> None:
        """Done as soon as it is due."""

    return work


async def work_at(now: datetime, units: UnitsOfWork, timed: TimedWork, relay_dsn: str) -> None:
    """A form that was sent, a task that was done, a fact set aside that passed and one that did not."""
    async with units.begin(scope_of(BOURDELLE), now=now) as uow:
        command_id = uuid4()
        await commands.claim(uow, command_id, b"print")
        commands.store(uow, command_id, commands.Answer(303, (), b""))
        await uow.schedule("nothing", key=f"{now}", due_at=now)
        await uow.schedule("nothing", key=f"{now} next year", due_at=now + timedelta(days=400))
    assert await run_due_work(timed, units, relay_dsn, now) == 1
    for passes in (True, False):
        subject = f"department.82.{BOURDELLE}.internships.formation_opened.v1"
        delivery = Delivery(subject, {}, f"{now} {passes}".encode(), "DEPARTMENT_82", 1)
        async with units.begin(DEPARTMENT, now=now) as uow:
            await park(
                uow.connection,
                parked_id=uuid4(),
                consumer="internships__facts",
                delivery=delivery,
                uai=BOURDELLE,
                envelope=None,
                decision=Park(FAILED, "ValueError"),
                now=now,
            )
            if passes:
                ids = "SELECT parked_id FROM parked_events WHERE payload = :payload"
                found = await uow.execute(text(ids), {"payload": delivery.payload})
                await mark_replayed(uow.connection, found.scalars(), now)


async def test_after_a_year_what_is_over_takes_no_more_room_than_after_a_month(
    units: UnitsOfWork, database: Database, superuser: asyncpg.Connection, timed: TimedWork
) -> None:
    retention = Retention(Ledger.name)
    keep_the_chassis(retention)
    over = (
        "SELECT (SELECT count(*) FROM commands),"
        " (SELECT count(*) FROM due_work WHERE done_at IS NOT NULL),"
        " (SELECT count(*) FROM parked_events WHERE replayed_at IS NOT NULL)"
    )
    sizes = []
    for step in range(STEPS):
        now = NOW + step * EVERY
        await work_at(now, units, timed, database.relay_dsn)
        await purge_all(units, retention, now=now)
        [row] = await superuser.fetch(over)
        sizes.append(tuple(row))

    month = KEPT // EVERY + 1
    assert sizes[month - 1] == (month,) * 3
    assert set(sizes[month - 1 :]) == {(month,) * 3}
    # What is still to be done, or still waits for somebody, is there however old.
    [left] = await superuser.fetch(
        "SELECT (SELECT count(*) FROM due_work WHERE done_at IS NULL),"
        " (SELECT count(*) FROM parked_events WHERE replayed_at IS NULL)"
    )
    assert tuple(left) == (STEPS, STEPS)
