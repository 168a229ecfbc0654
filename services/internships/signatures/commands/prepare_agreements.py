"""A bureau prepares the agreements of a whole class."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import AgreementId, PeriodId, PlacementId
from contracts.internships.agreements import AgreementPreparedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.model.agreement_record import DoneAtOnce
from services.internships.agreements.store.agreements import Agreements
from services.internships.base.days import local_date
from services.internships.periods.store import Periods


async def prepare_agreements(
    uow: UnitOfWork, *, period_id: UUID, class_id: UUID, now: datetime
) -> DoneAtOnce:
    """Prepare an agreement (convention) of each confirmed place of a class that has none.

    What is missing, a tutor for instance, keeps none from being prepared. Raises NotFound.
    """
    await Periods(uow).get(period_id)
    await Periods(uow).lock(period_id)
    act, today = uow.new_id(), local_date(now)
    prepared = await Agreements(uow).prepare(period_id, class_id, act=act, on=today)
    for one in prepared:
        told = AgreementPreparedV1(
            agreement_id=AgreementId(one.id),
            placement_id=PlacementId(one.placement_id),
            period_id=PeriodId(one.period_id),
            amends=None,
            occurred_on=today,
        )
        uow.publish(told, version=one.version, uai=one.uai)
    return DoneAtOnce(act, len(prepared))
