"""When a bureau is reminded (rappel): of declarations that run out, of actions nobody reported, of mails."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from contracts.identifiers import Uai
from contracts.partnerships.reminders import RegistryReminderKind
from services.chassis.base.working_days import is_working_day
from services.partnerships.actions.model import ActionStatus
from services.partnerships.commitments.model import ANNOUNCED, YEARS, valid_until

TOLD_BEFORE = (ANNOUNCED, timedelta(days=30), timedelta(days=7))
"""How long before its last day a declaration is spoken of: once it is to be renewed, and twice again."""
REPORTED_WITHIN = timedelta(days=3)
"""A result is noted in the days after an action; who is late is reminded then."""
CAUGHT_UP_WITHIN = timedelta(days=14)
"""What could not be said on its day is said later, up to this; work that is done is known for longer."""
MONTHS_KNOWN = 6


@dataclass(frozen=True)
class Reminder:
    """One thing to say once; `mark` tells it from what is said of the same thing on other days."""

    kind: RegistryReminderKind
    about: UUID
    mark: str
    days: int
    """Left until it ends; below zero, since it did."""

    @property
    def key(self) -> str:
        """What the timed work is known by: planned again, it is done once."""
        return f"{self.kind}:{self.about}:{self.mark}"


def mail_not_delivered(mailing_id: UUID, day: str) -> Reminder:
    """The reminder of a mail to many companies that did not reach some of them: once a day, however many."""
    return Reminder(RegistryReminderKind.MAILING_UNDELIVERED, mailing_id, day, 0)


def dormant_id(uai: Uai, first: date) -> UUID:
    """What the companies nobody spoke with are reminded of by: a lycée’s month."""
    return uuid5(NAMESPACE_OID, f"dormant companies {uai} {first}")


def months_by_id(uai: Uai, today: date) -> Mapping[UUID, date]:
    """The months that are known by their id, this one first; a notice of one is forgotten sooner."""
    found: dict[UUID, date] = {}
    first = today.replace(day=1)
    for _ in range(MONTHS_KNOWN):
        found[dormant_id(uai, first)] = first
        first = (first - timedelta(days=1)).replace(day=1)
    return found


def dormant_reminder(uai: Uai, today: date) -> Reminder | None:
    """What is said once a month, on its first working day or soon after."""
    first = today.replace(day=1)
    if today - first >= CAUGHT_UP_WITHIN or not is_working_day(today):
        return None
    dormant = RegistryReminderKind.COMPANIES_DORMANT
    return Reminder(dormant, dormant_id(uai, first), str(first), 0)


def parts_of(key: str) -> tuple[RegistryReminderKind, UUID, str]:
    """What a key is of: kind, thing and mark."""
    kind, about, mark = key.split(":")
    return RegistryReminderKind(kind), UUID(about), mark


@dataclass(frozen=True)
class Expiry:
    """A declaration and its last day; nobody has to renew one that a later one covers."""

    id: UUID
    filed_on: date
    renewed: bool

    @classmethod
    def first_filed(cls, today: date) -> date:
        """The earliest day a declaration that is spoken of was filed, a leap year given or taken."""
        return _years_ago(today) - CAUGHT_UP_WITHIN - timedelta(days=2)

    @classmethod
    def last_filed(cls, today: date) -> date:
        """The latest one."""
        return _years_ago(today) + max(TOLD_BEFORE) + timedelta(days=2)

    @property
    def until(self) -> date:
        """The last day it holds."""
        return valid_until(self.filed_on)

    def is_running_out(self, today: date) -> bool:
        """Whether it is to be renewed, and holds."""
        return not self.renewed and self.until - ANNOUNCED <= today <= self.until

    def is_over(self, today: date) -> bool:
        """Whether it holds no more, and none does in its place."""
        return not self.renewed and self.until < today

    def reminder(self, today: date) -> Reminder | None:
        """What is to be said of it today, if it was not: of two days that have come, the nearer."""
        left = self.until - today
        if self.is_over(today):
            expired = RegistryReminderKind.DEROGATION_EXPIRED
            late = -left > CAUGHT_UP_WITHIN
            return None if late else Reminder(expired, self.id, str(self.until), left.days)
        reached = [before for before in TOLD_BEFORE if left <= before]
        if self.renewed or not reached or min(reached) - left >= CAUGHT_UP_WITHIN:
            return None
        expiring = RegistryReminderKind.DEROGATION_EXPIRING
        return Reminder(expiring, self.id, str(min(reached).days), left.days)


@dataclass(frozen=True)
class Unreported:
    """An action, and whether its result is to be noted."""

    id: UUID
    planned_on: date
    status: ActionStatus

    @classmethod
    def days(cls, today: date) -> tuple[date, date]:
        """The days of the actions that are spoken of, the first and the last."""
        return today - CAUGHT_UP_WITHIN, today - REPORTED_WITHIN

    def is_late(self, today: date) -> bool:
        """Whether its day is over, and nobody said what came of it."""
        return self.status is ActionStatus.PLANNED and self.planned_on < today

    def reminder(self, today: date) -> Reminder | None:
        """What is to be said of it today, if it was not."""
        first, last = self.days(today)
        if self.status is not ActionStatus.PLANNED or not first <= self.planned_on <= last:
            return None
        unreported = RegistryReminderKind.ACTION_UNREPORTED
        days = (self.planned_on - today).days
        return Reminder(unreported, self.id, str(self.planned_on), days)


def _years_ago(today: date) -> date:
    # The first of the month is a day of every year.
    first = today.replace(day=1)
    return first.replace(year=first.year - YEARS) + (today - first)
