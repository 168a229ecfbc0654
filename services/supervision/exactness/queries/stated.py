"""Which lycées stated their books: where nothing of a kind was told, theirs is a true zero.

A statement is told every night after every fact it counts, and only while the head tells the family:
it is the event behind a count of none.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta

from sqlalchemy import bindparam, select

from contracts.identifiers import SchoolYear
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.exactness.tables import registry_statements

S = registry_statements.c


async def stated_registries(uow: UnitOfWork) -> Collection[str]:
    """The UAI of those that stated what companies are to them."""
    found: Collection[str] = await STATED.once(uow, {})
    return found


STATED = Reading(select(S.uai).distinct(), lambda rows: frozenset(row.uai for row in rows))


async def stated_actions(
    uow: UnitOfWork, year: SchoolYear, *, before: datetime | None = None
) -> Collection[str]:
    """The UAI of those that stated their actions on a day of a school year (`before` an instant)."""
    found: Collection[str] = await STATED_ACTIONS.of(uow, stated_days(year, before))
    return found


def stated_days(year: SchoolYear, before: datetime | None = None) -> Mapping[str, datetime]:
    """What `STATED_ACTIONS` asks of a school year."""
    begins = datetime.combine(year.first_day, time(), PARIS)
    ends = datetime.combine(year.last_day + timedelta(days=1), time(), PARIS)
    return {"stated_from": begins, "stated_until": min(ends, before) if before else ends}


STATED_ACTIONS = Reading(
    select(S.uai)
    .where(
        S.actions_held.is_not(None),
        S.stated_at >= bindparam("stated_from"),
        S.stated_at < bindparam("stated_until"),
    )
    .distinct(),
    lambda rows: frozenset(row.uai for row in rows),
)
