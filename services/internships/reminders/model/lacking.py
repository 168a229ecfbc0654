"""What a class lacks for a period, by what a reminder is about."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from contracts.internships.reminders import ReminderKind


@dataclass(frozen=True)
class ClassNeeds:
    """How many pupils of a class are expected for a period, and how many lack what; names nobody.

    `unready`: those who lack anything before they leave; `unheard`: those nobody was in touch with,
    or went to see, when it was time. Either counts each pupil once.
    """

    class_id: UUID
    label: str
    expected: int = 0
    without: int = 0
    unsigned: int = 0
    without_tutor: int = 0
    unready: int = 0
    refused: int = 0
    late: int = 0
    not_issued: int = 0
    without_contact: int = 0
    without_visit: int = 0
    unheard: int = 0
    unattested: int = 0

    @property
    def blocked(self) -> int:
        """Agreements that do not go on by themselves."""
        return self.refused + self.late + self.not_issued


_LACKING: Mapping[ReminderKind, Callable[[ClassNeeds], int]] = MappingProxyType(
    {
        ReminderKind.PERIOD_OPENS: lambda one: one.expected,
        ReminderKind.WITHOUT_PLACE: lambda one: one.without,
        ReminderKind.MANY_WITHOUT_PLACE: lambda one: one.without,
        ReminderKind.MANY_ON_EVE: lambda one: one.without,
        ReminderKind.DEPARTURE: lambda one: one.unready,
        ReminderKind.AGREEMENTS_LATE: lambda one: one.blocked,
        ReminderKind.VISITS_LATE: lambda one: one.unheard,
        ReminderKind.ATTESTATIONS_MISSING: lambda one: one.unattested,
    }
)


MANY_OF = 5
"""One in so many without a place are many."""
OF_MANY = frozenset({ReminderKind.MANY_WITHOUT_PLACE, ReminderKind.MANY_ON_EVE})
_UNTIL_IT_STARTS = OF_MANY | {ReminderKind.DEPARTURE}


@dataclass(frozen=True)
class PeriodNeeds:
    """A period and what its classes lack."""

    period_id: UUID
    starts_on: date
    ends_on: date
    published: bool
    classes: Sequence[ClassNeeds]

    def lacking(self, kind: ReminderKind) -> Sequence[tuple[ClassNeeds, int]]:
        """The classes somebody is reminded of, and of how many pupils; most in need first."""
        counted = [(one, _LACKING[kind](one)) for one in self.classes]
        return sorted(
            [(one, count) for one, count in counted if count],
            key=lambda pair: (-pair[1], pair[0].label),
        )

    def is_to_tell(self, kind: ReminderKind, today: date) -> bool:
        """Whether the period still needs something: that it opens is told whoever lacks what."""
        if not self.published or today > self._until(kind):
            return False
        if kind in OF_MANY:
            return self.many_without
        return kind is ReminderKind.PERIOD_OPENS or bool(self.lacking(kind))

    @property
    def expected(self) -> int:
        """How many pupils are expected, in all classes."""
        return sum(one.expected for one in self.classes)

    @property
    def without(self) -> int:
        """How many of them have no place."""
        return sum(one.without for one in self.classes)

    @property
    def many_without(self) -> bool:
        """Whether one in five, or more, has no place."""
        return self.without > 0 and self.without * MANY_OF >= self.expected

    def _until(self, kind: ReminderKind) -> date:
        if kind in _UNTIL_IT_STARTS:
            return self.starts_on
        # A pupil may have days of their own, after those of the period.
        after = {ReminderKind.VISITS_LATE, ReminderKind.ATTESTATIONS_MISSING}
        return date.max if kind in after else self.ends_on
