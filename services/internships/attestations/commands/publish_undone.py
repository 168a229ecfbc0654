"""That an attestation was noted by mistake is told inside the bureau."""

from datetime import date

from contracts.identifiers import AttestationId, PeriodId, PlacementId, PupilYearId
from contracts.internships.attestations import AttestationUndoneV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.attestations.store import Noted


def publish_undone(uow: UnitOfWork, *, taken: Noted, on: date) -> None:
    """Tell that what was noted holds no more, by ids alone."""
    undone = AttestationUndoneV1(
        attestation_id=AttestationId(taken.id),
        placement_id=PlacementId(taken.stay.placement_id),
        pupil_year_id=PupilYearId(taken.stay.pupil_year_id),
        period_id=PeriodId(taken.stay.period_id),
        occurred_on=on,
    )
    uow.publish(undone, version=2, uai=taken.stay.uai)
