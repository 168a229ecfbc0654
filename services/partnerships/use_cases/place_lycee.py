"""Keep where the lycées are."""

from datetime import datetime

from contracts.identifiers import CommuneCode, PublicText, Uai
from services.chassis.work import UnitOfWork
from services.partnerships.storage.acquaintances import Lycees


async def place_lycee(
    uow: UnitOfWork,
    *,
    uai: Uai,
    name: PublicText,
    commune: CommuneCode,
    version: int,
    now: datetime,  # noqa: ARG001 every use case is given the time
) -> None:
    """Keep a lycée's commune; an older one never overwrites a newer one."""
    await Lycees(uow).keep_place(uai, name=name, commune=commune, version=version)
