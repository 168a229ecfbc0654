"""An account nobody uses: when its owner is told, twice, and on which day it goes."""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from services.chassis.base.identity import Role

TOLD_AFTER, CLOSED_AFTER = 23, 24
"""Months without a sign-in."""
NOT_BEFORE = timedelta(days=30)
"""From the first mail on: who is told late, because everything was down, has as long."""
TOLD_AGAIN = timedelta(days=7)
"""Before the account goes."""
KEPT_ROLES = (Role.OPERATOR, Role.SUPERVISOR)
"""Of each, one account stays however long nobody uses it: nobody else could open another."""
_MONTHS_OF_A_YEAR = 12


def months_after(day: date, months: int) -> date:
    """The day so many months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, _MONTHS_OF_A_YEAR)
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


@dataclass(frozen=True)
class Unused:
    """An open account, since when it was not used, the roles it holds, and whether it has a password."""

    account_id: UUID
    used_at: datetime
    used_on: date
    roles: AbstractSet[Role]
    opens: bool = True


@dataclass(frozen=True)
class Warned:
    """What an account was told since it was used last, and the day it goes."""

    account_id: UUID
    used_at: datetime
    closes_on: date
    first_id: UUID
    last_id: UUID | None = None
    last_on: date | None = None
    told_on: date | None = None
    """The day the second mail left; None while it waits, or could not."""

    def told_again(self, notice_id: UUID, today: date) -> "Warned":
        """The warning after the second mail, a week of which is left."""
        closes_on = max(self.closes_on, today + TOLD_AGAIN)
        return replace(self, closes_on=closes_on, last_id=notice_id, last_on=today, told_on=None)

    def is_due_again(self, today: date) -> bool:
        """Whether the second mail is to be sent: also one anew, each week that it does not leave."""
        if self.last_on is not None:
            return self.told_on is None and today >= self.last_on + TOLD_AGAIN
        return today >= self.closes_on - TOLD_AGAIN

    def is_over(self, today: date) -> bool:
        """Whether the account goes: the day has come, a week after the second mail really left."""
        return self.told_on is not None and today >= max(self.closes_on, self.told_on + TOLD_AGAIN)


def first_due(one: Unused, today: date) -> bool:
    """Whether the first mail is to be sent to an account that was told nothing."""
    return today >= months_after(one.used_on, TOLD_AFTER)


def closes_on(one: Unused, today: date) -> date:
    """The day an account goes that is told today."""
    return max(months_after(one.used_on, CLOSED_AFTER), today + NOT_BEFORE)


def spared(accounts: Collection[Unused]) -> AbstractSet[UUID]:
    """Of each role that must not be lost, whose account was used last: one that was invited and never
    came in only where there is no other.
    """
    found = set()
    for role in KEPT_ROLES:
        holders = [one for one in accounts if role in one.roles]
        if holders:
            found.add(
                max(holders, key=lambda one: (one.opens, one.used_at, one.account_id)).account_id
            )
    return found


def standing(warned: Collection[Warned], accounts: Mapping[UUID, Unused]) -> Mapping[UUID, Warned]:
    """By account, what still holds: it is open, was not used since, and is not one that stays."""
    stays = spared(accounts.values())
    return {
        one.account_id: one
        for one in warned
        if one.account_id not in stays
        and (known := accounts.get(one.account_id)) is not None
        and known.used_at == one.used_at
    }
