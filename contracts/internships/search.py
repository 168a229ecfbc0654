"""Events of the internship tracker about the search for a place."""

from datetime import date

from contracts.event import Event
from contracts.identifiers import (
    ApproachId,
    Count,
    PeriodId,
    PupilYearId,
    SchoolYear,
    SiteKey,
    TallyId,
)
from contracts.publication import FactFamily


class HostApproachedV1(Event, audience="bureau", aggregate="approach_id"):
    """A host was asked to take a pupil for a period (démarche). What it answered is not told."""

    approach_id: ApproachId
    site_key: SiteKey
    pupil_year_id: PupilYearId
    period_id: PeriodId
    occurred_on: date


class HostApproachWithdrawnV1(Event, audience="bureau", aggregate="approach_id"):
    """An approach had been noted by mistake (démarche retirée)."""

    approach_id: ApproachId
    pupil_year_id: PupilYearId
    period_id: PeriodId
    occurred_on: date


# A state: told again as it is on the day the family is opened.
class RefusalTalliedV1(
    Event, audience="department", aggregate="tally_id", family=FactFamily.EXCHANGES
):
    """How many requests of a lycée hosts refused in a school year (refus), by whose doing it was.

    Of a whole lycée and year, told at night: neither a period nor a formation, and no site.
    """

    tally_id: TallyId
    school_year: SchoolYear
    company: Count
    school: Count
    pupil: Count
    other: Count
    occurred_on: date
