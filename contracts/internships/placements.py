"""Events of the internship tracker about what becomes of a confirmed place. Inside the bureau alone:
what the department needs of them is a place lost, or confirmed again.
"""

from datetime import date
from enum import StrEnum

from contracts.event import Event
from contracts.identifiers import PeriodId, PlacementId, PupilYearId, SiteKey


class EndReason(StrEnum):
    """Whose doing it is that a place ended early or never began (motif): the four of the department."""

    COMPANY = "company"
    SCHOOL = "school"
    PUPIL = "pupil"
    OTHER = "other"


class PlacementInterruptedV1(Event, audience="bureau", aggregate="placement_id"):
    """A pupil left a host before the last day (rupture). It occurred on their last day there."""

    placement_id: PlacementId
    site_key: SiteKey
    pupil_year_id: PupilYearId
    period_id: PeriodId
    reason: EndReason
    occurred_on: date


class PlacementNotStartedV1(Event, audience="bureau", aggregate="placement_id"):
    """A pupil never came to the host (jamais commencé)."""

    placement_id: PlacementId
    site_key: SiteKey
    pupil_year_id: PupilYearId
    period_id: PeriodId
    reason: EndReason
    occurred_on: date


class PlacementEndUndoneV1(Event, audience="bureau", aggregate="placement_id"):
    """What was said of a place’s end was a mistake (fin annulée): the place stands as before."""

    placement_id: PlacementId
    site_key: SiteKey
    pupil_year_id: PupilYearId
    period_id: PeriodId
    occurred_on: date


class PlacementLinkedV1(Event, audience="bureau", aggregate="placement_id"):
    """A place is proposed to a pupil whose last one ended early or never began (suite d’un lieu)."""

    placement_id: PlacementId
    follows: PlacementId
    pupil_year_id: PupilYearId
    period_id: PeriodId
    occurred_on: date


class PlacementRescheduledV1(Event, audience="bureau", aggregate="placement_id"):
    """On which days a pupil is really at a host (dates réelles); no reason when they are the period’s."""

    placement_id: PlacementId
    pupil_year_id: PupilYearId
    period_id: PeriodId
    starts_on: date
    ends_on: date
    reason: EndReason | None
    occurred_on: date
