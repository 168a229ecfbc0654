"""A company's need (besoin d’entreprise): what it asks of the network, and where that stands."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from contracts.coordination.needs import NeedDismissal, NeedKind, NeedOutcome, NeedSource
from contracts.identifiers import CommuneCode, Siret, Uai
from contracts.words import plain
from services.chassis.base.errors import Conflict, StaleVersion
from services.chassis.base.working_days import working_days_after, working_days_between
from services.coordination.needs.model.states import (
    OPEN,
    WAITING,
    NeedAction,
    NeedStatus,
    ask,
)
from services.coordination.news.model.calendar import local_date

DAYS_TO_TAKE = 5
"""Working days within which somebody takes it in charge, from the day it came."""
TEXT_CHARACTERS_MAX = 2_000
SEATS_MAX = 50


@dataclass(frozen=True)
class Requester:
    """Who asked for the company: kept to answer, and erased with the text."""

    name: str | None = None
    mail: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class NeedDetails:
    """What is asked; `company_id` and `siret` lead to the company's card where they are known.

    `formation`: the training it is about, in the company's words. `seats`: how many places or people.
    `wanted_from`: from when on.
    """

    kind: NeedKind
    company: str
    text: str
    siret: Siret | None = None
    company_id: UUID | None = None
    commune: CommuneCode | None = None
    formation: str | None = None
    seats: int | None = None
    wanted_from: date | None = None

    def words(self, place: str | None) -> str:
        """Everything it is found by, each word after a space."""
        known = (self.company, self.siret, place)
        return " " + plain(" ".join(text for text in known if text))


@dataclass(frozen=True)
class Need:
    """One need; `details` and `requester` are None once they were erased."""

    id: UUID
    uai: Uai
    """The bureau that told it for the company, or the DSDEN."""
    source: NeedSource
    details: NeedDetails | None
    requester: Requester | None
    sent_at: datetime
    changed_at: datetime
    status: NeedStatus = NeedStatus.UNVERIFIED
    received_at: datetime | None = None
    due_on: date | None = None
    """By when somebody takes it in charge."""
    qualified_at: datetime | None = None
    """When the supervisor first said what it is about."""
    taken_at: datetime | None = None
    """Since when somebody has it in charge."""
    escalated_at: datetime | None = None
    precisions_told_at: datetime | None = None
    """When it was last told, or will be, that the company added something."""
    outcome: NeedOutcome | None = None
    answer: str | None = None
    """What the supervisor answered herself, when she closed it."""
    dismissal: NeedDismissal | None = None
    lycees: frozenset[Uai] = frozenset()
    """The bureaux that have it now."""
    version: int = 1
    decided_version: int | None = None
    """The version somebody's decision left, where something was only noted since."""

    def moved(self, action: NeedAction, to: NeedStatus | None = None, *, now: datetime) -> "Need":
        """It stands where the action leads, `to` where the table leaves a choice. Raises NeedMoveRefused."""
        row = ask(self.status, action)
        target = to or row.to[0]
        if target not in row.to:
            raise ValueError(f"{action} leads from {self.status} to {row.to}, not to {target}")
        return replace(
            self, status=target, changed_at=now, version=self.version + 1, decided_version=None
        )

    def noted(self) -> "Need":
        """What the service notes by itself: told anew, and no form that somebody has open is late by it."""
        decided = self.decided_version or self.version
        return replace(self, version=self.version + 1, decided_version=decided)

    def received(self, *, now: datetime) -> "Need":
        """Somebody answers for it: from now on the network has five working days."""
        moved = self.moved(NeedAction.VERIFY, now=now)
        return replace(moved, received_at=now, due_on=due_day(local_date(now)))

    def restored(self, to: NeedStatus, *, now: datetime) -> "Need":
        """It was dismissed, or closed, by mistake: it stands where it stood.

        What comes back the same day is due when its company was told; later, it has its days anew.
        """
        back = replace(self.moved(NeedAction.RESTORE, to, now=now), dismissal=None)
        today = local_date(now)
        passed = self.due_on is not None and self.due_on < today
        return back.again(now=now) if passed or local_date(self.changed_at) < today else back

    def again(self, *, now: datetime) -> "Need":
        """What is seen to again, after it was over, has its five working days anew.

        Who had it in charge says by then which day an answer is promised for.
        """
        if self.status not in OPEN or self.due_on is None:
            return self
        return replace(self, due_on=due_day(local_date(now)))

    def expect(self, version: int) -> None:
        """Raises StaleVersion when somebody else changed it meanwhile; what was only noted changed nothing."""
        if not (self.decided_version or self.version) <= version <= self.version:
            shown = vars(self.details) if self.details else {}
            raise StaleVersion(current={**shown, "version": self.version})

    @property
    def proven(self) -> bool:
        """Whether the address it gives answered, or somebody of the network vouches for it.

        What comes by the public form and is received at once has shown nothing but a browser at work.
        """
        received_later = self.received_at is not None and self.received_at > self.sent_at
        return self.source is not NeedSource.FORM or received_later

    @property
    def withdrawn(self) -> bool:
        """Whether the company needs nothing any more: it is over, and nothing came of it."""
        return self.status is NeedStatus.CLOSED and self.outcome is None

    def is_late(self, today: date) -> bool:
        """Whether nobody took it in charge in time."""
        return self.status in WAITING and self.due_on is not None and today > self.due_on

    def days_late(self, today: date) -> int:
        """For how many working days somebody should have had it; 0 of what is not late."""
        return (
            working_days_between(self.due_on, today) if self.due_on and self.is_late(today) else 0
        )


class NeedErased(Conflict):
    """What it said is gone: nobody could see to it."""

    code = "need-erased"
    title = (
        "Ce besoin est clos depuis longtemps et son texte est effacé\u202f: notez-en un nouveau."
    )


def due_day(received_on: date) -> date:
    """By when a need that came on that day is taken in charge."""
    return working_days_after(received_on, DAYS_TO_TAKE)
