"""Refusals to sign that were a mistake, or are over."""

from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import AgreementId, PeriodId, PlacementId
from contracts.internships.agreements import AgreementEntryUndoneV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.commands import publish_agreements
from services.internships.agreements.model.agreement_record import Agreement
from services.internships.agreements.store.agreements import Agreements
from services.internships.base.days import local_date


async def forget_refusal(
    uow: UnitOfWork, *, agreement_id: UUID, version: int, now: datetime
) -> None:
    """Await the signature again (refus levé).

    Raises NotFound, StaleVersion, AgreementMoveRefused.
    """
    today = local_date(now)
    agreement = await Agreements(uow).get_for_update(agreement_id, version)
    agreement.forget_refusal(today=today)
    await Agreements(uow).save(agreement)
    uow.publish(_told(agreement, today), version=agreement.version, uai=agreement.uai)
    await publish_agreements(uow, changed=[agreement], now=now)


def _told(agreement: Agreement, today: date) -> AgreementEntryUndoneV1:
    return AgreementEntryUndoneV1(
        agreement_id=AgreementId(agreement.id),
        placement_id=PlacementId(agreement.placement_id),
        period_id=PeriodId(agreement.period_id),
        standing=agreement.standing,
        occurred_on=today,
    )
