"""Totals the internship trackers tell of a lycée: what is folded of each."""

from uuid import UUID

from msgspec import Struct


class MobilityAidTotalled(Struct):
    """What a lycée granted in a school year."""

    school_year: str
    pupils: int
    amount_euros: int


class MobilityAidSuppressed(Struct):
    """The total of a school year is of too few pupils to be told."""

    school_year: str


class SeatsTallied(Struct):
    """How many pupils a site hosts for a lycée in a week: of no formation and no period."""

    tally_id: UUID
    site_key: str
    school_year: str
    week: str
    seats: int


class RefusalsTallied(Struct):
    """How often hosts refused a lycée in a school year, by whose doing it was."""

    school_year: str
    company: int
    school: int
    pupil: int
    other: int


class PeriodTotals(Struct):
    period_id: UUID
    concerned: int
    exempted: int
    left: int
    host_agreed: int
    agreement_issued: int
    agreement_signed: int


class CoverageTotalsStated(Struct):
    """Coverage of a lycée as its tracker counted it among its pupils, after all it told before."""

    periods: tuple[PeriodTotals, ...]
