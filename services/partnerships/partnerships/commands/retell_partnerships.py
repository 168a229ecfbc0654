"""Partnerships are told again on the day the head opens them to the department."""

from datetime import datetime

from contracts.identifiers import Uai
from contracts.partnerships.partnerships import PartnershipChangedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.partnerships.commands.publish_partnership import publish_partnership
from services.partnerships.partnerships.store import Partnerships


async def retell_partnerships(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell each as it is now; nothing of it when the head closed them meanwhile."""
    for one in await Partnerships(uow).of_lycee(uai):
        await publish_partnership(uow, told=PartnershipChangedV1, partnership=one, now=now)
