"""An access (accès): one role, held by one account in one lycée or the department, from a day to a day."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import Conflict, Invalid, StaleVersion

RESTORABLE_FOR = timedelta(days=1)
"""How long an access that somebody ended can be put back as it was."""


class AlreadyGranted(Conflict):
    """The account holds this role in this lycée on some of these days already."""

    code = "already-granted"
    title = "Cette personne a déjà ce rôle à ces dates"


class AccessOver(Conflict):
    """An access that ended: nothing about it changes any more."""

    code = "access-over"
    title = "Cet accès est terminé\u202f: donnez-en un nouveau"


class AccessState(StrEnum):
    """Where an access stands on a day."""

    COMING = "coming"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True)
class Access:
    """One role of one account. `until_on` is the first day without it; None: no end is set."""

    id: UUID
    account_id: UUID
    role: str
    uai: Uai | None
    from_on: date
    until_on: date | None = None
    version: int = 1
    granted_at: datetime | None = None
    granted_by: UUID | None = None
    ended_at: datetime | None = None
    """When somebody ended it before its day."""
    ended_by: UUID | None = None

    def standing(self, today: date) -> AccessState:
        """Where it stands that day."""
        if self.until_on is not None and self.until_on <= max(today, self.from_on):
            return AccessState.OVER
        return AccessState.COMING if self.from_on > today else AccessState.OPEN

    @property
    def last_day(self) -> date | None:
        """The last day it is held; None without an end."""
        return self.until_on and self.until_on - timedelta(days=1)

    @property
    def began(self) -> bool:
        """Whether it was ever held, or may be."""
        return self.until_on is None or self.until_on > self.from_on

    def expect(self, version: int) -> None:
        """Raises StaleVersion when somebody changed it meanwhile."""
        if version != self.version:
            current = {"last_day": self.last_day, "version": self.version}
            raise StaleVersion("Quelqu’un a modifié cet accès entre-temps.", current=current)

    def limited(self, last_day: date | None, *, today: date) -> "Access":
        """The access until the end of another day. Raises AccessOver, Invalid."""
        self.expect_not_over(today)
        check_days(self.from_on, last_day)
        if last_day is not None and last_day < today:
            raise Invalid("Choisissez aujourd’hui ou un jour à venir.", field="last_day")
        return replace(self, until_on=day_after(last_day), version=self.version + 1)

    def ended(self, *, by: UUID | None, now: datetime, today: date) -> "Access":
        """The access, held no more from this moment on. Raises AccessOver."""
        self.expect_not_over(today)
        return self.cut(max(today, self.from_on), by=by, now=now)

    def cut(self, until_on: date, *, by: UUID | None, now: datetime) -> "Access":
        """The access until a day that somebody decided now."""
        return replace(self, until_on=until_on, ended_at=now, ended_by=by, version=self.version + 1)

    def restored(self, until_on: date | None, *, now: datetime, today: date) -> "Access":
        """The access with the end it had before. Raises AccessOver once it is too late."""
        over = self.standing(today) is AccessState.OVER
        if over and (self.ended_at is None or now - self.ended_at > RESTORABLE_FOR):
            raise AccessOver
        again = replace(
            self, until_on=until_on, ended_at=None, ended_by=None, version=self.version + 1
        )
        again.expect_not_over(today)
        return again

    def expect_not_over(self, today: date) -> None:
        """Raises AccessOver when it is held no more."""
        if self.standing(today) is AccessState.OVER:
            raise AccessOver


def day_after(last_day: date | None) -> date | None:
    """The first day without an access whose last day this is."""
    return last_day and last_day + timedelta(days=1)


def check_days(from_on: date, last_day: date | None) -> None:
    """Raises Invalid when the last day comes before the first."""
    if last_day is not None and last_day < from_on:
        raise Invalid("Le dernier jour vient avant le premier.", field="last_day")


def check_first_day(from_on: date, *, today: date) -> None:
    """Raises Invalid for a day that is past: nobody saw anything then."""
    if from_on < today:
        raise Invalid("Choisissez aujourd’hui ou un jour à venir.", field="from_on")
