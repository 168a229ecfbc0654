"""The states of a family are told again on the day the head opens it to the department."""

from datetime import datetime

from contracts.identifiers import Uai
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.publications.store.retellings import RETELLINGS


async def retell_family(uow: UnitOfWork, *, uai: Uai, family: FactFamily, now: datetime) -> None:
    """Have each feature tell what it has as it is now."""
    for retell in RETELLINGS.of(family):
        await retell(uow, uai=uai, now=now)
