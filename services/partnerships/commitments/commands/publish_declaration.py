"""Telling the department of a declaration, unless the head keeps companies in the lycée."""

from datetime import datetime

from contracts.partnerships.commitments import (
    RegulatedWorkDeclarationExpiredV1,
    RegulatedWorkDeclarationExpiryAnnouncedV1,
    RegulatedWorkDeclarationFiledV1,
)
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.commitments.model import Declaration
from services.partnerships.commitments.store.declarations import Declarations
from services.partnerships.publications.store import Publications

Told = (
    type[RegulatedWorkDeclarationFiledV1]
    | type[RegulatedWorkDeclarationExpiryAnnouncedV1]
    | type[RegulatedWorkDeclarationExpiredV1]
)


async def publish_declaration(
    uow: UnitOfWork, *, told: Told, declaration: Declaration, version: int, now: datetime
) -> None:
    """Publish the whole state of a declaration as this event."""
    today = local_date(now)
    if await Publications(uow).tells(declaration.uai, FactFamily.COMPANIES, today):
        uow.publish(told(**declaration.facts(today)), version=version, uai=declaration.uai)
        await Declarations(uow).tell(declaration.id)
