"""What the pages of links show: where a need stands, who has it, what was added to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select

from contracts.coordination.need_letters import TO_ACTORS
from contracts.coordination.needs import NeedOutcome
from contracts.personal_links import COMPANY_NEED, ENTRUSTED_NEED, LinkKind
from services.chassis.base.errors import NotFound
from services.chassis.security.short_codes import TypedCode
from services.chassis.unit_of_work.short_code_rows import coded_row
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actors.tables import actors
from services.coordination.need_links.model import (
    ACTOR_PURPOSE,
    COMPANY_PURPOSE,
    OVER,
    SHOWN_AFTER,
    expect_entrusted,
    expect_open,
)
from services.coordination.need_links.store import Precision, Precisions
from services.coordination.needs.model.assignment import Assignment, AssignmentStatus, current
from services.coordination.needs.model.need import Need, Requester
from services.coordination.needs.model.states import OPEN, NeedStatus
from services.coordination.needs.store.needs import Assignments, Needs
from services.coordination.needs.tables import need_assignments, need_letters, needs
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees


@dataclass(frozen=True)
class Handler:
    """Who has a need, by name."""

    name: str
    assignment: Assignment


@dataclass(frozen=True)
class OwnNeed:
    """A need as its company reads it."""

    need: Need
    handlers: Sequence[Handler]
    precisions: Sequence[Precision]
    today: date

    @property
    def at_it(self) -> Sequence[Handler]:
        """Who still has something to do of it."""
        return to_do(self.handlers)

    @property
    def says_until(self) -> date | None:
        """By when who has it again says which day it is answered; None where a day is promised, or that is past."""
        due, taken = self.need.due_on, self.need.status is NeedStatus.TAKEN
        promised = any(one.assignment.promised_on for one in self.at_it)
        return due if taken and due and due >= self.today and not promised else None

    @property
    def readers(self) -> Sequence[str]:
        """Who is told what the company adds, by name; the supervisor where nobody works on it."""
        passed_on = self.need.status in (NeedStatus.ROUTED, NeedStatus.TAKEN)
        return [one.name for one in self.at_it] if passed_on else []

    @property
    def supervisor_reads(self) -> bool:
        """Whether she is told too: nobody works on it, or nobody took it in time."""
        return self.need.is_late(self.today) or not self.readers

    @property
    def is_overdue(self) -> bool:
        """Whether all who promised an answer let the day pass."""
        days = [one.assignment.promised_on for one in self.at_it if one.assignment.promised_on]
        return bool(days) and max(days) < self.today

    @property
    def has_no_day(self) -> bool:
        """Whether who has it again let the day pass by which they were to say when it is answered."""
        due = self.need.due_on
        promised = any(one.assignment.promised_on for one in self.at_it)
        return bool(self.at_it) and not promised and due is not None and due < self.today

    @property
    def answers(self) -> Sequence[Handler]:
        """Who wrote it something; that it is not for them, they write to the supervisor."""
        return [
            one
            for one in self.handlers
            if one.assignment.answer
            and one.assignment.outcome not in (None, NeedOutcome.NOT_FOR_US)
        ]


@dataclass(frozen=True)
class Entrusted:
    """A need as the actor reads it that has it."""

    need: Need
    assignment: Assignment
    actor: str
    precisions: Sequence[Precision]
    today: date
    others: Sequence[Handler] = ()
    """Who else has it, or answered."""

    @property
    def answered_by(self) -> str | None:
        """Who else answered it; nobody where the supervisor did."""
        return answering(self.need, self.others)

    @property
    def at_it(self) -> Sequence[str]:
        """Who else has it in charge, by name."""
        taken = AssignmentStatus.TAKEN
        return [one.name for one in self.others if one.assignment.status is taken]

    @property
    def is_overdue(self) -> bool:
        """Whether the day it promised is past."""
        promised = self.assignment.promised_on
        return promised is not None and promised < self.today

    @property
    def requester(self) -> Requester | None:
        """Whom to answer; nobody where it is not for this actor, or it was answered or ended without it."""
        over = self.need.status in OVER and self.need.outcome is None
        without = self.need.status not in OPEN and self.assignment.outcome is None
        return None if over or without or self.assignment.may_be_asked_anew else self.need.requester


@dataclass(frozen=True)
class NeedLink:
    """What opens a page: the whole address, and the code to type where it cannot be opened."""

    url: str
    code: str


async def read_own_need(uow: UnitOfWork, need_id: UUID) -> OwnNeed:
    """Raises NotFound, NeedLinkOver."""
    need = await Needs(uow).get(need_id)
    expect_open(need, uow.now)
    return OwnNeed(
        need=need,
        handlers=await read_handlers(uow, need_id),
        precisions=await Precisions(uow).of(need_id),
        today=local_date(uow.now),
    )


async def read_entrusted(uow: UnitOfWork, assignment_id: UUID) -> Entrusted:
    """Raises NotFound, NeedTakenBack, NeedLinkOver."""
    need, assignment = await read_assigned(uow, assignment_id)
    expect_entrusted(need, assignment, uow.now)
    (handler,) = await _named(uow, [assignment])
    return Entrusted(
        need=need,
        assignment=assignment,
        actor=handler.name,
        precisions=await Precisions(uow).of(need.id),
        today=local_date(uow.now),
        others=[
            one for one in await read_handlers(uow, need.id) if one.assignment.id != assignment_id
        ],
    )


async def read_assigned(uow: UnitOfWork, assignment_id: UUID) -> tuple[Need, Assignment]:
    """The need an actor has or had, and its part of it. Raises NotFound."""
    statement = select(need_assignments.c.need_id).where(
        need_assignments.c.assignment_id == assignment_id,
        need_assignments.c.actor_id.is_not(None),
    )
    need_id = (await uow.execute(statement)).scalar_one_or_none()
    if need_id is None:
        raise NotFound
    need = await Needs(uow).get(need_id)
    held = await Assignments(uow).of(need_id)
    return need, next(one for one in held if one.id == assignment_id)


async def read_handlers(uow: UnitOfWork, need_id: UUID) -> Sequence[Handler]:
    """Who has a need now, by name, in the order they were asked."""
    return await _named(uow, current(await Assignments(uow).of(need_id)))


def to_do(handlers: Sequence[Handler]) -> Sequence[Handler]:
    """Who of them still has something to do of it."""
    waits = (AssignmentStatus.ASKED, AssignmentStatus.TAKEN)
    return [one for one in handlers if one.assignment.status in waits]


def promised_again(handlers: Sequence[Handler], today: date) -> date | None:
    """The day an answer still is promised for of what is seen to again; None where nobody promised one."""
    days = [one.assignment.promised_on for one in to_do(handlers)]
    return max((day for day in days if day and day >= today), default=None)


def answering(need: Need, handlers: Sequence[Handler]) -> str | None:
    """Who answered the need, by name; nobody where the supervisor did it herself."""
    if need.answer is not None:
        return None
    answered = [one.name for one in handlers if one.assignment.outcome is need.outcome is not None]
    return next(iter(answered), None)


async def _named(uow: UnitOfWork, held: Sequence[Assignment]) -> Sequence[Handler]:
    lycees = await Lycees(uow).names() if held else {}
    wanted = any_(bindparam("wanted", [one.actor_id for one in held], ARRAY(Uuid)))
    rows = await uow.execute(
        select(actors.c.actor_id, actors.c.name).where(actors.c.actor_id == wanted)
    )
    names = {row.actor_id: row.name for row in rows}
    return [
        Handler(
            names.get(one.actor_id, "Un acteur du réseau")
            if one.actor_id
            else lycees.get(one.uai, "Un bureau des entreprises"),
            one,
        )
        for one in held
    ]


async def read_returned(uow: UnitOfWork, need_id: UUID) -> tuple[bool, bool]:
    """Whether a letter about it came back from the company, and whether one from an actor that has it."""
    statement = select(need_letters.c.assignment_id, need_letters.c.kind).where(
        need_letters.c.need_id == need_id, need_letters.c.returned_at.is_not(None)
    )
    kinds = {row.kind for row in await uow.execute(statement)}
    to_actors = {one.value for one in TO_ACTORS}
    return bool(kinds - to_actors), bool(kinds & to_actors)


def company_link(uow: UnitOfWork, need_id: UUID) -> NeedLink:
    """What the company opens its page with."""
    return _link(uow, COMPANY_NEED, COMPANY_PURPOSE, need_id)


def actor_link(uow: UnitOfWork, assignment_id: UUID) -> NeedLink:
    """What the actor opens its page with."""
    return _link(uow, ENTRUSTED_NEED, ACTOR_PURPOSE, assignment_id)


def _link(uow: UnitOfWork, kind: LinkKind, purpose: str, row_id: UUID) -> NeedLink:
    uai = uow.department_uai
    return NeedLink(
        uow.links.url(purpose, kind.path, uai=uai, row_id=row_id),
        uow.links.short_code(kind.letter, purpose, uai=uai, row_id=row_id),
    )


async def read_coded_need(uow: UnitOfWork, typed: TypedCode) -> UUID | None:
    """Which need has the code that its company typed."""
    opening = select(needs.c.need_id).where(
        needs.c.department == uow.department_uai,
        needs.c.sent_at > uow.now - COMPANY_NEED.lasts,
        needs.c.erased_at.is_(None),
        needs.c.status.not_in(OVER) | (needs.c.changed_at > uow.now - SHOWN_AFTER),
    )
    return await coded_row(uow, COMPANY_PURPOSE, typed, opening)


async def read_coded_assignment(uow: UnitOfWork, typed: TypedCode) -> UUID | None:
    """Which assignment has the code that its actor typed."""
    opening = select(need_assignments.c.assignment_id).where(
        need_assignments.c.uai == uow.department_uai,
        need_assignments.c.actor_id.is_not(None),
        need_assignments.c.status != AssignmentStatus.RECALLED,
        need_assignments.c.asked_at > uow.now - ENTRUSTED_NEED.lasts,
    )
    return await coded_row(uow, ACTOR_PURPOSE, typed, opening)
