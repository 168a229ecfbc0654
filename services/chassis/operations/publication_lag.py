"""The lag of publication: of which lycées a service told the department, and how far that has left its database."""

from collections.abc import Mapping

from sqlalchemy import func, select

from contracts.identifiers import Uai
from services.chassis.database.tables import journal, journal_counters
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

AUDIENCE = "department"


async def lycees_told_of(uow: UnitOfWork) -> frozenset[Uai]:
    """Lycées in scope of which there is a fact; what the DSDEN itself said is of no lycée."""
    of = journal_counters.c
    statement = select(of.uai).where(of.audience == AUDIENCE, of.uai != uow.department_uai)
    return frozenset(Uai(uai) for uai in (await uow.execute(statement)).scalars())


async def last_told(uow: UnitOfWork) -> Mapping[Uai, int]:
    """The number of the last fact of each lycée in scope."""
    of = journal_counters.c
    statement = select(of.uai, func.max(of.last).label("last")).where(of.audience == AUDIENCE)
    rows = await uow.execute(statement.group_by(of.uai))
    return {Uai(row.uai): row.last for row in rows}


async def waiting_until(uow: UnitOfWork, sequences: Mapping[Uai, int]) -> int:
    """How many lycées have a fact up to such a sequence that was not sent yet.

    One that is refused for good is not waited for: whoever compares finds that it is missing.
    """
    of = journal.c
    statement = (
        select(of.uai, func.min(of.sequence).label("first"))
        .where(of.audience == AUDIENCE, of.sent_at.is_(None), of.send_error.is_(None))
        .group_by(of.uai)
    )
    waiting = {Uai(row.uai): row.first for row in await uow.execute(statement)}
    return sum(waiting.get(uai, last + 1) <= last for uai, last in sequences.items())
