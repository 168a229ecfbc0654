"""Exchanges with an actor, counted: of those whose head tells them."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from contracts.identifiers import SchoolYear
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.actors.model import ActorFigures, Teller
from services.supervision.actors.tables import actor_meetings
from services.supervision.base.alphabet import alphabetical
from services.supervision.coverage.queries.coverage import lycee_names
from services.supervision.publication.queries import publications_of

M = actor_meetings.c
SUPERVISION = "Supervision"


async def read_actor_figures(uow: UnitOfWork, actor_id: UUID, *, today: date) -> ActorFigures:
    """Who speaks with an actor, those who do most first; lycées that keep it to themselves apart."""
    names = await lycee_names(uow)
    kept = await publications_of(uow)
    keeping = {uai for uai, one in kept.items() if FactFamily.EXCHANGES in one.closed}
    this_year = M.occurred_on >= SchoolYear.of(today).first_day
    statement = (
        select(
            M.uai,
            func.count().filter(this_year).label("this_year"),
            func.max(M.occurred_on).label("last_on"),
        )
        .where(M.actor_id == actor_id, ~M.withdrawn)
        .group_by(M.uai)
    )
    own = uow.department_uai
    tellers = [
        Teller(
            uai=row.uai,
            name=SUPERVISION if row.uai == own else names.get(row.uai, row.uai),
            this_year=row.this_year,
            last_on=row.last_on,
            department=row.uai == own,
        )
        for row in await uow.execute(statement)
        if row.uai not in keeping
    ]
    order = sorted(tellers, key=lambda one: (-one.this_year, alphabetical(one.name), one.uai))
    return ActorFigures(order, sorted(names.get(uai, uai) for uai in keeping if uai != own))
