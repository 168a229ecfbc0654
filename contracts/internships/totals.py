"""What the internship tracker counts of itself, so that who listens can compare."""

from datetime import date

from contracts.event import Event
from contracts.field_types import Facts
from contracts.identifiers import Count, CoverageTotalsId, PeriodId, SchoolYear
from contracts.publication import FactFamily


class PeriodTotals(Facts):
    """The figures of one period, its formations together; they mean what CoverageChanged says."""

    period_id: PeriodId
    concerned: Count
    exempted: Count
    left: Count
    host_agreed: Count
    agreement_issued: Count
    agreement_signed: Count


class CoverageTotalsStatedV1(
    Event, audience="department", aggregate="totals_id", family=FactFamily.COVERAGE
):
    """Coverage of a lycée's school year, counted among its pupils once a day (totaux de couverture).

    Told after every CoverageChanged it counts: who folded those has the same figures, and what was
    told since, with a greater sequence, is not in it. Each figure is a sum of what those tell.
    """

    totals_id: CoverageTotalsId
    school_year: SchoolYear
    periods: tuple[PeriodTotals, ...]
    occurred_on: date
