"""Events of the internship tracker about who follows a pupil during a period. Inside the bureau alone:
what was seen is a level, never a word.
"""

from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from contracts.event import Event
from contracts.identifiers import (
    FollowingId,
    PeriodId,
    PlacementId,
    PupilYearId,
    ReferentId,
)

FollowUpId = NewType("FollowUpId", UUID)
AlertId = NewType("AlertId", UUID)


class ContactKind(StrEnum):
    """How somebody of the lycée was in touch about a pupil (nature du contact); a visit is no call."""

    VISIT = "visit"
    CALL = "call"
    VIDEO = "video"
    MAIL = "mail"


class ReportLevel(StrEnum):
    """How it goes (niveau d’alerte)."""

    NONE = "none"
    VIGILANCE = "vigilance"
    PROBLEM = "problem"
    URGENT = "urgent"


class ReferentAssignedV1(Event, audience="bureau", aggregate="following_id"):
    """Who follows a pupil during a period (enseignant référent), or that nobody does any more."""

    following_id: FollowingId
    pupil_year_id: PupilYearId
    period_id: PeriodId
    referent_id: ReferentId | None
    occurred_on: date


class FollowUpNotedV1(Event, audience="bureau", aggregate="follow_up_id"):
    """Somebody was in touch about a pupil at a host (visite ou contact)."""

    follow_up_id: FollowUpId
    placement_id: PlacementId
    pupil_year_id: PupilYearId
    period_id: PeriodId
    kind: ContactKind
    level: ReportLevel
    occurred_on: date


class FollowUpWithdrawnV1(Event, audience="bureau", aggregate="follow_up_id"):
    """What was noted of a contact was a mistake (suivi retiré)."""

    follow_up_id: FollowUpId
    placement_id: PlacementId
    pupil_year_id: PupilYearId
    period_id: PeriodId
    occurred_on: date


class PlacementAlertRaisedV1(Event, audience="bureau", aggregate="alert_id"):
    """Something is wrong at a host, or is so at another level than before (alerte)."""

    alert_id: AlertId
    placement_id: PlacementId
    pupil_year_id: PupilYearId
    period_id: PeriodId
    level: ReportLevel
    occurred_on: date


class PlacementAlertClosedV1(Event, audience="bureau", aggregate="alert_id"):
    """It was dealt with (alerte close)."""

    alert_id: AlertId
    placement_id: PlacementId
    pupil_year_id: PupilYearId
    period_id: PeriodId
    occurred_on: date
