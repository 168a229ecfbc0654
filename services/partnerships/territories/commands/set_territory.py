"""A bureau says which communes it looks after."""

from collections.abc import Collection

from contracts.identifiers import CommuneCode, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.territories.store import Territories


async def set_territory(
    uow: UnitOfWork, *, communes: Collection[CommuneCode], uai: Uai | None = None
) -> None:
    """Set the territory of a lycée (territoire); communes may be shared. Raises LyceeNotChosen."""
    await Territories(uow).keep(uow.writing_for(uai), communes)
