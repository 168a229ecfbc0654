"""Telling the department where a partnership is, unless the head keeps partnerships in the lycée."""

from datetime import datetime

from contracts.partnerships.partnerships import (
    PartnershipChangedV1,
    PartnershipEndedV1,
    PartnershipProposedV1,
    PartnershipRenewedV1,
    PartnershipSignedV1,
)
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.partnerships.model.partnership import Partnership
from services.partnerships.publications.commands import plan_statement
from services.partnerships.publications.store import Publications

Told = (
    type[PartnershipProposedV1]
    | type[PartnershipChangedV1]
    | type[PartnershipSignedV1]
    | type[PartnershipRenewedV1]
    | type[PartnershipEndedV1]
)


async def publish_partnership(
    uow: UnitOfWork, *, told: Told, partnership: Partnership, now: datetime
) -> None:
    """Publish the whole state of a partnership as this event."""
    today = local_date(now)
    if not await Publications(uow).tells(partnership.uai, FactFamily.COMPANIES, today):
        return
    event = told(**partnership.facts(today))
    uow.publish(event, version=partnership.version, uai=partnership.uai)
    await plan_statement(uow, uai=partnership.uai, now=now)
