"""A place is given up: there is no agreement of it any more."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import AgreementId, PeriodId, PlacementId
from contracts.internships.agreements import AgreementCancelledV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.store.agreements import Agreements
from services.internships.base.days import local_date


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
