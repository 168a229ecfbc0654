"""A lycée joins the network."""

from datetime import datetime
from zoneinfo import ZoneInfo

from contracts.identifiers import CommuneCode, PublicText, Uai
from contracts.portal.accounts import LyceeOpenedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.lycees.store import Lycees

PARIS = ZoneInfo("Europe/Paris")


async def open_lycee(
    uow: UnitOfWork, *, uai: Uai, name: str, commune: CommuneCode, now: datetime
) -> bool:
    """Open a lycée (établissement) and tell the network; return False when it was open already."""
    if await Lycees(uow).has(uai):
        return False
    public_name = PublicText(name)
    await Lycees(uow).add(uai, name=public_name, commune=commune)
    uow.publish(
        LyceeOpenedV1(
            uai=uai,
            name=public_name,
            commune=commune,
            occurred_on=now.astimezone(PARIS).date(),
        ),
        uai=uai,
    )
    return True
