"""What a partner reads: the needs its actor has, what waits for an answer first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from contracts.coordination.needs import NeedKind, NeedOutcome
from contracts.personal_links import ENTRUSTED_NEED
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_accounts.store import ActorAccounts
from services.coordination.actors.store import Actors
from services.coordination.entrusted_needs.model import TiedToNobody
from services.coordination.need_links.model import OVER, SHOWN_AFTER
from services.coordination.need_links.queries import Entrusted, read_entrusted
from services.coordination.needs.model.assignment import AssignmentStatus
from services.coordination.needs.model.states import NeedAction, NeedStatus, allowed
from services.coordination.needs.tables import need_assignments, needs
from services.coordination.news.model.calendar import local_date

N, A = needs.c, need_assignments.c
SHOWN_MAX = 200
"""Needs on the page: an actor that has more answers those first."""


@dataclass(frozen=True)
class OwnAssignment:
    """A need as its actor has it, in a line."""

    id: UUID
    company: str
    kind: NeedKind
    need: NeedStatus
    status: AssignmentStatus
    outcome: NeedOutcome | None
    asked_at: datetime
    due_on: date | None
    promised_on: date | None

    @property
    def waits(self) -> bool:
        """Whether something is left to do of it."""
        to_do = (AssignmentStatus.ASKED, AssignmentStatus.TAKEN)
        return self.status in to_do and allowed(self.need, NeedAction.TAKE)

    @property
    def until(self) -> date | None:
        """By when: what it promised, else until when it is to be taken where nobody has, or promised anew."""
        if self.promised_on is not None:
            return self.promised_on
        anew = self.status is AssignmentStatus.TAKEN
        return self.due_on if anew or self.need is NeedStatus.ROUTED else None


@dataclass(frozen=True)
class OwnNeeds:
    """The needs of an actor; `actor` is None where the account answers for nobody."""

    actor: str | None
    items: Sequence[OwnAssignment]
    today: date

    @property
    def waiting(self) -> Sequence[OwnAssignment]:
        """What is to be done, what is due first above."""
        found = [one for one in self.items if one.waits]
        return sorted(found, key=lambda one: (one.until or date.max, one.asked_at))

    @property
    def done(self) -> Sequence[OwnAssignment]:
        """What waits for nothing more, the newest above."""
        return [one for one in self.items if not one.waits]


async def read_own_needs(uow: UnitOfWork, account_id: UUID) -> OwnNeeds:
    """The needs of the actor this account answers for."""
    today = local_date(uow.now)
    actor_id = await ActorAccounts(uow).actor_of(account_id)
    if actor_id is None:
        return OwnNeeds(None, (), today)
    actor = await Actors(uow).get(actor_id)
    return OwnNeeds(actor.details.name, await _of(uow, actor_id), today)


async def _of(uow: UnitOfWork, actor_id: UUID) -> Sequence[OwnAssignment]:
    """What opens by the link of the mail opens here, and nothing else."""
    statement = (
        select(
            *(A.assignment_id, A.outcome, A.asked_at, A.promised_on, N.company, N.kind, N.due_on),
            A.status.label("own_status"),
            N.status.label("need_status"),
        )
        .join(needs, N.need_id == A.need_id)
        .where(
            A.actor_id == actor_id,
            A.status != AssignmentStatus.RECALLED.value,
            A.asked_at > uow.now - ENTRUSTED_NEED.lasts,
            N.erased_at.is_(None),
            N.status.not_in([one.value for one in OVER]) | (N.changed_at > uow.now - SHOWN_AFTER),
        )
        .order_by(A.asked_at.desc(), A.assignment_id)
        .limit(SHOWN_MAX)
    )
    return [
        OwnAssignment(
            row.assignment_id,
            row.company,
            NeedKind(row.kind),
            NeedStatus(row.need_status),
            AssignmentStatus(row.own_status),
            NeedOutcome(row.outcome) if row.outcome else None,
            row.asked_at,
            row.due_on,
            row.promised_on,
        )
        for row in await uow.execute(statement)
    ]


async def read_own(uow: UnitOfWork, account_id: UUID, assignment_id: UUID) -> Entrusted:
    """A need this account's actor has. Raises TiedToNobody, NotFound, NeedTakenBack, NeedLinkOver."""
    actor_id = await ActorAccounts(uow).actor_of(account_id)
    if actor_id is None:
        raise TiedToNobody
    own = await read_entrusted(uow, assignment_id)
    if own.assignment.actor_id != actor_id:
        raise NotFound
    return own
