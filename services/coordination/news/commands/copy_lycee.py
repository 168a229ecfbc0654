"""Keep this service's copy of the lycées' names."""

from contracts.identifiers import PublicText, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.store import Lycees


async def copy_lycee(uow: UnitOfWork, *, uai: Uai, name: PublicText, version: int) -> None:
    """Keep a lycée's name; an older one never overwrites a newer one."""
    await Lycees(uow).keep(uai, name, version)
