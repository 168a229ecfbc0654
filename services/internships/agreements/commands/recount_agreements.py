"""Pupils turned out to be of another age: who was to sign their agreements is somebody else."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from contracts.identifiers import AgreementId, PeriodId, PlacementId
from contracts.internships.agreements import AgreementEntryUndoneV1, AgreementSignedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.model.agreement_record import Agreement
from services.internships.agreements.store.agreements import Agreements
from services.internships.base.days import local_date


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
