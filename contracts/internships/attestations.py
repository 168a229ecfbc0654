"""Events of the internship tracker about what hosts attest after a period. Inside the bureau alone."""

from datetime import date
from typing import Annotated

from pydantic import Field

from contracts.event import Event
from contracts.identifiers import AttestationId, PeriodId, PlacementId, PupilYearId

AttestedDays = Annotated[int, Field(ge=0, le=366)]


class AttestationReceivedV1(Event, audience="bureau", aggregate="attestation_id"):
    """A host attested the whole days of a pupil (attestation reçue); a later one of a place replaces it."""

    attestation_id: AttestationId
    placement_id: PlacementId
    pupil_year_id: PupilYearId
    period_id: PeriodId
    days: AttestedDays
    occurred_on: date


class AttestationUndoneV1(Event, audience="bureau", aggregate="attestation_id"):
    """What was noted of an attestation was a mistake (attestation annulée): what was noted before holds."""

    attestation_id: AttestationId
    placement_id: PlacementId
    pupil_year_id: PupilYearId
    period_id: PeriodId
    occurred_on: date
