"""Commands of agreements (conventions): amended, cancelled, counted again, published."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import AgreementId, PeriodId, PlacementId
from contracts.internships.agreements import (
    AgreementAmendedV1,
    AgreementCancelledV1,
    AgreementEntryUndoneV1,
    AgreementPreparedV1,
    AgreementSignedV1,
    AgreementStanding,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.model.agreement_record import Agreement
from services.internships.agreements.model.agreement_states import AgreementAction
from services.internships.agreements.store.agreements import Agreements
from services.internships.base.days import local_date
from services.internships.coverage.commands import publish_changes


async def amend_agreements(
    uow: UnitOfWork,
    *,
    placement_ids: Collection[UUID] | None = None,
    period_id: UUID | None = None,
    now: datetime,
) -> Sequence[Agreement]:
    """Have an amendment (avenant) take the place of each agreement whose days or tutor changed.

    A tutor named where the paper was left blank changes nothing, and what is corrected back has
    the first one stand again. What is corrected once the stay is over amends nothing. Returns what
    moved: the caller tells the coverage afterwards.
    """
    agreements, today = Agreements(uow), local_date(now)
    moved = []
    for one in await agreements.current(placement_ids=placement_ids, period_id=period_id):
        if one.is_outdated and one.printed and one.terms.only_completes(one.printed):
            one.complete()
            await agreements.save(one)
        elif one.is_outdated and not one.is_over(today):
            moved.append(await _amend(uow, one, today))
        elif one.standing is AgreementStanding.PREPARED and one.amends:
            [first] = await agreements.with_ids([one.amends])
            if first.printed and first.printed.is_right(first.terms):
                moved.append(await _revive(uow, first, one, today))
    return moved


async def _amend(uow: UnitOfWork, agreement: Agreement, today: date) -> Agreement:
    new = agreement.amend(uow.new_id(), today=today)
    await Agreements(uow).save(agreement)
    await Agreements(uow).add([new])
    told = AgreementAmendedV1(
        agreement_id=AgreementId(agreement.id),
        placement_id=PlacementId(agreement.placement_id),
        period_id=PeriodId(agreement.period_id),
        amended_by=AgreementId(new.id),
        occurred_on=today,
    )
    uow.publish(told, version=agreement.version, uai=agreement.uai)
    prepared = AgreementPreparedV1(
        agreement_id=AgreementId(new.id),
        placement_id=PlacementId(new.placement_id),
        period_id=PeriodId(new.period_id),
        amends=AgreementId(agreement.id),
        occurred_on=today,
    )
    uow.publish(prepared, version=new.version, uai=new.uai)
    return new


async def _revive(
    uow: UnitOfWork, first: Agreement, amendment: Agreement, today: date
) -> Agreement:
    amendment.leave(AgreementAction.DROP, today=today)
    await Agreements(uow).remove(amendment)
    first.revive(today=today)
    await Agreements(uow).save(first)
    for one, standing in ((amendment, None), (first, first.standing)):
        told = AgreementEntryUndoneV1(
            agreement_id=AgreementId(one.id),
            placement_id=PlacementId(one.placement_id),
            period_id=PeriodId(one.period_id),
            standing=standing,
            occurred_on=today,
        )
        uow.publish(told, version=one.version, uai=one.uai)
    return first


async def cancel_agreements(uow: UnitOfWork, *, placement_id: UUID, now: datetime) -> None:
    """Cancel the agreement of a placement that is being withdrawn (convention annulée), if any.

    The caller tells the coverage afterwards.
    """
    agreements, today = Agreements(uow), local_date(now)
    for one in await agreements.current(placement_ids=[placement_id]):
        one.cancel(today=today)
        await agreements.save(one)
        told = AgreementCancelledV1(
            agreement_id=AgreementId(one.id),
            placement_id=PlacementId(one.placement_id),
            period_id=PeriodId(one.period_id),
            occurred_on=today,
        )
        uow.publish(told, version=one.version, uai=one.uai)


async def publish_agreements(
    uow: UnitOfWork, *, changed: Iterable[Agreement], now: datetime
) -> None:
    """Count again the periods of agreements that changed, once each; after every other change."""
    for uai, period_id in sorted({(one.uai, one.period_id) for one in changed}):
        await publish_changes(uow, uai=uai, period_id=period_id, now=now)


async def recount_agreements(
    uow: UnitOfWork, *, pupil_year_ids: Collection[UUID], now: datetime
) -> Sequence[Agreement]:
    """Have the agreements of these pupils stand where their signatures say at the age known now.

    Returns what moved: the caller tells the coverage afterwards.
    """
    if not pupil_year_ids:
        return []
    agreements = Agreements(uow)
    found = await agreements.of_pupils(pupil_year_ids)
    moved = [one for one in found if one.recount(today=local_date(now))]
    for one in moved:
        await agreements.save(one)
        uow.publish(_told(one, now), version=one.version, uai=one.uai)
    return moved


def _told(agreement: Agreement, now: datetime) -> AgreementSignedV1 | AgreementEntryUndoneV1:
    ids = {
        "agreement_id": AgreementId(agreement.id),
        "placement_id": PlacementId(agreement.placement_id),
        "period_id": PeriodId(agreement.period_id),
    }
    if agreement.signed_on is not None:
        return AgreementSignedV1(**ids, occurred_on=agreement.signed_on)
    return AgreementEntryUndoneV1(**ids, standing=agreement.standing, occurred_on=local_date(now))
