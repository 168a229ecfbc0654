"""What the list of companies shows on demand, read for a whole page at once."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import func, select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.tables import lycees
from services.partnerships.partnerships.store import ENDED
from services.partnerships.partnerships.tables import partnerships
from services.partnerships.territories.tables import STANDING_LEADS


async def stages_of(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, list[str]]:
    """Where the open partnerships of the lycées in scope are, by company."""
    known = partnerships.c
    statement = (
        select(known.company_id, known.stage)
        .where(known.company_id.in_(list(ids)), known.stage != ENDED)
        .order_by(known.uai)
    )
    found: dict[UUID, list[str]] = {}
    for row in await uow.execute(statement):
        found.setdefault(row.company_id, []).append(row.stage)
    return found


async def leads_of(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """The lycée that leads with each company, where one does."""
    led = STANDING_LEADS.c
    statement = (
        select(led.company_id, func.coalesce(lycees.c.name, led.uai).label("lycee"))
        .select_from(STANDING_LEADS.outerjoin(lycees, lycees.c.lycee == led.uai))
        .where(led.company_id.in_(list(ids)))
    )
    return {row.company_id: row.lycee for row in await uow.execute(statement)}
