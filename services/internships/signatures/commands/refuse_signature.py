"""An agreement comes back unsigned, with a reason."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import AgreementId, PeriodId, PlacementId
from contracts.internships.agreements import AgreementRefusedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.commands import publish_agreements
from services.internships.agreements.model.agreement_record import Refusal
from services.internships.agreements.store.agreements import Agreements
from services.internships.base.days import local_date


async def refuse_signature(
    uow: UnitOfWork, *, agreement_id: UUID, version: int, refusal: Refusal, now: datetime
) -> None:
    """Record that somebody refuses to sign (refus de signer).

    What others signed stays. Raises NotFound, StaleVersion, AgreementMoveRefused,
    AgreementDayInTheFuture, AgreementDayBeforeIssue.
    """
    agreement = await Agreements(uow).get_for_update(agreement_id, version)
    agreement.refuse(refusal, today=local_date(now))
    await Agreements(uow).save(agreement)
    told = AgreementRefusedV1(
        agreement_id=AgreementId(agreement.id),
        placement_id=PlacementId(agreement.placement_id),
        period_id=PeriodId(agreement.period_id),
        signer=refusal.signer,
        reason=refusal.reason,
        occurred_on=refusal.on,
    )
    uow.publish(told, version=agreement.version, uai=agreement.uai)
    await publish_agreements(uow, changed=[agreement], now=now)
