"""Lines of the journal found by an event of theirs, as their readers find them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, and_, any_, bindparam, or_, true

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.journal.queries.journal import (
    EVERYTHING,
    ONBOARDED,
    JournalLine,
    line_of,
    names_of,
    of_that_day,
    told,
)
from services.supervision.journal.tables import network_journal


async def lines_of_events(uow: UnitOfWork, events: Collection[UUID]) -> Mapping[UUID, JournalLine]:
    """The line each of these events is told by; none for what is kept in its lycée, or has no line."""
    mine, fact = network_journal.c, network_journal.alias("fact")
    together = and_(
        fact.c.event != ONBOARDED,
        mine.correlation_id == fact.c.correlation_id,
        mine.event == fact.c.event,
        mine.uai == fact.c.uai,
        mine.mef.is_not_distinct_from(fact.c.mef),
    )
    same_day = and_(mine.event == ONBOARDED, of_that_day(fact))
    ids = any_(bindparam("events", list(events), ARRAY(Uuid)))
    statement = (
        told(EVERYTHING)
        .add_columns(fact.c.event_id.label("asked_event"))
        .join(fact, true())
        .where(fact.c.event_id == ids, or_(together, same_day))
        .order_by(mine.recorded_at.desc(), mine.event_id.desc())
    )
    rows = (await uow.execute(statement)).all()
    names = await names_of(uow, rows)
    groups = {
        event: [row for row in rows if row.asked_event == event]
        for event in {row.asked_event for row in rows}
    }
    return {event: line_of(group, names, EVERYTHING) for event, group in groups.items()}
