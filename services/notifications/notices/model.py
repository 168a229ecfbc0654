"""Rules of notices: what is told to whom by default, how fast, and what each reads."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.identity import Role
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kinds import KINDS
from services.notifications.notice_kinds.model.rhythm import Rhythm


def default_rhythm(kind: Template, roles: frozenset[Role]) -> Rhythm | None:
    """How fast these roles hear of a kind; None: they are not told."""
    told = [rhythm for role, rhythm in KINDS[kind].readers.items() if role in roles]
    return min(told, key=list(Rhythm).index) if told else None


def offered_rhythm(kind: Template, roles: frozenset[Role]) -> Rhythm | None:
    """The rhythm offered in the settings, where who may be named for their pupils chooses too."""
    words, by_role = KINDS[kind], default_rhythm(kind, roles)
    if by_role is None and roles & words.concerns:
        return words.concerned
    return by_role


@dataclass(frozen=True)
class Telling:
    """To whom something is told, how fast, and when a mail of their own may leave."""

    account_id: UUID
    rhythm: Rhythm
    leaves_at: datetime


@dataclass(frozen=True)
class Told:
    """A notice as it is told: a kind, the thing it is about, and the event that is the cause."""

    uai: Uai
    kind: Template
    about: UUID
    cause: UUID
