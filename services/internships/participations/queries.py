"""The periods of a pupil (PFMP d'un élève), and where the pupil stands in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.participations.model import ExemptionReason, PupilSituation
from services.internships.participations.store import FLAGS, concerned, participation
from services.internships.periods.model import PeriodStatus
from services.internships.periods.tables import exemptions, periods
from services.internships.pupils.tables import pupils


@dataclass(frozen=True)
class PupilPeriod:
    """A period that is for the pupil, and where the pupil stands."""

    period_id: UUID
    starts_on: date
    ends_on: date
    published: bool
    standing: PupilSituation
    exemption: ExemptionReason | None


async def read_periods_of_pupil(uow: UnitOfWork, pupil_year_id: UUID) -> Sequence[PupilPeriod]:
    """The periods that are for a pupil, in order of date."""
    statement = (
        concerned(
            periods.c.period_id,
            periods.c.starts_on,
            periods.c.ends_on,
            periods.c.status,
            exemptions.c.reason,
            *FLAGS,
        )
        .where(pupils.c.pupil_year_id == pupil_year_id)
        .order_by(periods.c.starts_on)
    )
    return [_pupil_period(row) for row in await uow.execute(statement)]


def _pupil_period(row: Any) -> PupilPeriod:
    return PupilPeriod(
        period_id=row.period_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        published=row.status == PeriodStatus.PUBLISHED,
        standing=participation(row).standing,
        exemption=ExemptionReason(row.reason) if row.reason else None,
    )
