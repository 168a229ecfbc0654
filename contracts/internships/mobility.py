"""Events of the internship tracker about help with the cost of a place far away (aide à la mobilité)."""

from datetime import date
from enum import StrEnum

from contracts.event import Event
from contracts.identifiers import (
    AidId,
    AidTotalsId,
    Count,
    PeriodId,
    PupilYearId,
    SchoolYear,
)
from contracts.partnerships.commitments import Euros
from contracts.publication import FactFamily


class AidKind(StrEnum):
    """What an aid is for (nature de l’aide)."""

    TRANSPORT = "transport"
    LODGING = "lodging"
    MEALS = "meals"
    EQUIPMENT = "equipment"
    OTHER = "other"


class AidState(StrEnum):
    """Where an aid is (étape): asked, eligible or not, granted, paid, or withdrawn."""

    ASKED = "asked"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    GRANTED = "granted"
    PAID = "paid"
    WITHDRAWN = "withdrawn"


class MobilityAidMovedV1(Event, audience="bureau", aggregate="aid_id"):
    """An aid was asked for, or went on (aide à la mobilité suivie); no state: asked by mistake."""

    aid_id: AidId
    pupil_year_id: PupilYearId
    period_id: PeriodId
    kind: AidKind
    state: AidState | None
    occurred_on: date


class MobilityAidTotalledV1(
    Event, audience="department", aggregate="totals_id", family=FactFamily.COVERAGE
):
    """What a lycée granted in a school year, all together (aides à la mobilité accordées).

    Told from five pupils on, the night after a change.
    """

    totals_id: AidTotalsId
    school_year: SchoolYear
    pupils: Count
    amount_euros: Euros
    occurred_on: date


class MobilityAidSuppressedV1(
    Event, audience="department", aggregate="totals_id", family=FactFamily.COVERAGE
):
    """The total of a school year is of too few pupils to be told (aides trop peu nombreuses).

    It takes the place of the total that was told before, if any; no count and no amount is in it.
    """

    totals_id: AidTotalsId
    school_year: SchoolYear
    occurred_on: date
