"""Whether the PFMP of a class are known for the year (calendrier d'une classe)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import SchoolYear, Uai
from services.internships.periods.model import Period


class CalendarState(StrEnum):
    """That a class has no period says nothing: a human says that none is expected."""

    TO_CHECK = "to-check"
    DEFINED = "defined"
    NONE_EXPECTED = "none-expected"


@dataclass(frozen=True)
class NoneExpected:
    """The word of somebody that the class goes to no (other) company this year.

    `act`: what was said together is taken back together; `role`: code of whoever said it.
    """

    act: UUID
    on: date
    role: str | None


@dataclass(frozen=True)
class ClassCalendar:
    """A class, the formations its pupils follow, and the periods that concern them."""

    class_id: UUID
    uai: Uai
    school_year: SchoolYear
    label: str
    formation_ids: frozenset[UUID]
    periods: Sequence[Period] = ()
    said: NoneExpected | None = None

    @property
    def state(self) -> CalendarState:
        """Defined once each formation followed in the class has a period, drafts included."""
        covered = frozenset[UUID]().union(*(period.formation_ids for period in self.periods))
        if self.formation_ids <= covered:
            return CalendarState.DEFINED
        return CalendarState.NONE_EXPECTED if self.said else CalendarState.TO_CHECK

    @property
    def period_ids(self) -> frozenset[UUID]:
        """The periods that concern the class."""
        return frozenset(period.id for period in self.periods)

    @property
    def weeks(self) -> int:
        """Weeks in a company over the year, those of drafts included."""
        return sum(period.weeks for period in self.periods)


def concerning(
    period: Period, *, class_id: UUID, year: SchoolYear, formation_ids: Collection[UUID]
) -> bool:
    """Whether a period is for a class of the same lycée that follows these formations."""
    return (
        period.school_year == year
        and not period.formation_ids.isdisjoint(formation_ids)
        and (not period.class_ids or class_id in period.class_ids)
    )
