"""Who follows a pupil is told inside the bureau."""

from datetime import date

from contracts.identifiers import FollowingId, PeriodId, PupilYearId, ReferentId
from contracts.internships.follow_up import ReferentAssignedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.referents.model import Following


def publish_following(uow: UnitOfWork, *, following: Following, on: date) -> None:
    """Tell who follows a pupil during a period, by ids alone."""
    told = ReferentAssignedV1(
        following_id=FollowingId(following.id),
        pupil_year_id=PupilYearId(following.pupil_year_id),
        period_id=PeriodId(following.period_id),
        referent_id=ReferentId(following.referent_id) if following.referent_id else None,
        occurred_on=on,
    )
    uow.publish(told, version=following.version, uai=following.uai)
