"""A bureau looked at two cards that look alike: they are two companies."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.store.companies import Companies
from services.partnerships.duplicates.store.told_apart import DistinctCompanies


async def tell_apart(
    uow: UnitOfWork, *, one: UUID, other: UUID, uai: Uai | None = None, now: datetime
) -> None:
    """Have the pair proposed to nobody any more (ce sont deux entreprises); kept.

    Raises NotFound, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    if len(await Companies(uow).with_ids({one, other})) != 2:
        raise NotFound
    await DistinctCompanies(uow).say(lycee, one, other, local_date(now))
