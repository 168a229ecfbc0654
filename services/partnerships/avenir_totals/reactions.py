"""What of totals by axis is told again when a head opens exchanges to the department."""

from datetime import datetime

from contracts.identifiers import Uai
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.avenir_totals.commands import total_axes
from services.partnerships.publications.store import RETELLINGS


async def _retell(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    _ = now
    await total_axes(uow, uai=uai)


RETELLINGS.add(FactFamily.EXCHANGES, _retell)
