"""Declarations and totals are told again on the day the head opens them to the department."""

from datetime import datetime

from contracts.identifiers import Uai
from contracts.partnerships.commitments import RegulatedWorkDeclarationFiledV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.capacities.commands import publish_capacities
from services.partnerships.commitments.commands.publish_declaration import publish_declaration
from services.partnerships.commitments.commands.total_pledges import total_pledges
from services.partnerships.commitments.store.declarations import Declarations
from services.partnerships.commitments.store.tax_pledges import TaxPledges


async def retell_commitments(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell each as it is now; whether a declaration still holds is read off its last day."""
    await publish_capacities(uow, uai=uai, now=now)
    event = RegulatedWorkDeclarationFiledV1
    for one in await Declarations(uow).of_lycee(uai):
        await publish_declaration(uow, told=event, declaration=one, version=1, now=now)
    for year in sorted({*await TaxPledges(uow).years(uai), local_date(now).year}):
        await total_pledges(uow, uai=uai, year=year, now=now)
