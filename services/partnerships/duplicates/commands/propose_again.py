"""A bureau takes back that two cards are two companies."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.duplicates.store.told_apart import DistinctCompanies


async def propose_again(uow: UnitOfWork, *, one: UUID, other: UUID) -> None:
    """Have the pair among likely duplicates again (paire remise à vérifier)."""
    await DistinctCompanies(uow).take_back(one, other)
