"""A bureau says who brought a company, and through whom to go before calling it."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.companies.store.companies import Companies
from services.partnerships.ways.model import Way
from services.partnerships.ways.store import Ways


async def say_way(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    uai: Uai | None = None,
    brought_by: str | None,
    through: str | None,
    now: datetime,  # noqa: ARG001  every use case is given it
) -> Way:
    """Say it for one lycée (apportée par, passer par); return what it said before, kept nowhere.

    Raises NotFound, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    company = await Companies(uow).get(company_id)
    ways = Ways(uow)
    before = [way for way in await ways.of(company.id) if way.uai == lycee]
    await ways.say(company.id, Way(lycee, brought_by, through))
    await ways.forget_former(lycee, company.id)
    if brought_by or through:
        await Acquaintances(uow).add_all(lycee, {(company.id, company.sites[0].id)})
    return before[0] if before else Way(lycee)
