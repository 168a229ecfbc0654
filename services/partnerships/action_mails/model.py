"""What a company that comes to an action is to be told: that it is expected, that it moved, that it is off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from contracts.partnerships.action_invites import ActionInviteKind
from services.chassis.base.working_days import is_working_day, next_working_day
from services.partnerships.actions.model import ActionStatus, CompanyAnswer, SchoolAction

REMINDED_BEFORE = timedelta(days=7)


class Unreached(StrEnum):
    """Why nobody of a company that comes is written to."""

    NO_ADDRESS = "no_address"
    STOPPED = "stopped"
    RETURNED = "returned"


@dataclass
class ActionInvite:
    """The appointment of one contact: one for its life, whatever is told of it."""

    id: UUID
    action_id: UUID
    company_id: UUID
    contact_id: UUID
    facts: str
    standing: bool = True
    sequence: int = 0
    reminded_for: date | None = None


def facts_of(action: SchoolAction) -> str:
    """A digest of what moves an action: its day, its hours, its place."""
    details = action.details
    told = (details.planned_on, details.starts_at, details.ends_at, details.place)
    return sha256(repr(tuple(map(str, told))).encode()).hexdigest()[:32]


def is_silent(action: SchoolAction, now: datetime) -> bool:
    """Whether nothing more is written of an action: it is over by the clocks of Paris, or the lycée wants it so."""
    details, today = action.details, now.date()
    ends_at = details.ends_at or details.starts_at
    ended = details.planned_on == today and ends_at is not None and ends_at <= now.time()
    over = action.status is ActionStatus.HELD or details.planned_on < today or ended
    return over or details.mails_off


def coming_to(action: SchoolAction) -> frozenset[UUID]:
    """The companies that are to come."""
    if action.status is not ActionStatus.PLANNED:
        return frozenset()
    answers = action.companies.items()
    return frozenset(one for one, answer in answers if answer is CompanyAnswer.COMING)


def moved(
    action: SchoolAction, invites: Sequence[ActionInvite]
) -> Sequence[tuple[ActionInvite, ActionInviteKind]]:
    """What is to be told of appointments that were made before; they are changed by this."""
    coming, facts = coming_to(action), facts_of(action)
    found = []
    for one in invites:
        comes = one.company_id in coming
        if comes == one.standing and (not comes or one.facts == facts):
            continue
        kind = ActionInviteKind.CALLED_OFF
        if comes:
            kind = ActionInviteKind.MOVED if one.standing else ActionInviteKind.NOTED
        one.standing, one.facts, one.sequence = comes, facts, one.sequence + 1
        found.append((one, kind))
    return found


def reminded_on(planned_on: date, today: date) -> date | None:
    """The working morning an action is recalled on: a week before, or the first one after that.

    None once it is too late to recall anything.
    """
    day = planned_on - REMINDED_BEFORE
    if not is_working_day(day):
        day = next_working_day(day)
    return day if today < day < planned_on else None
