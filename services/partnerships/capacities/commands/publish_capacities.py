"""Telling the department of places that are offered, unless the head keeps it in the lycée."""

from datetime import datetime

from contracts.identifiers import Uai
from contracts.partnerships.capacities import HostingCapacityDeclaredV1
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.capacities.store import Capacities
from services.partnerships.publications.store.publications import Publications


async def publish_capacities(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Publish the offers that were not told (places déclarées); none while the family is closed."""
    today = local_date(now)
    if not await Publications(uow).tells(uai, FactFamily.COMPANIES, today):
        return
    for one in await Capacities(uow).tell(uai):
        uow.publish(HostingCapacityDeclaredV1(**one.facts(today)), uai=uai)
