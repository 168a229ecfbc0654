"""Needs of a company, and what waits for somebody, each read in one statement."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    Text,
    any_,
    bindparam,
    case,
    func,
    not_,
    or_,
    select,
)

from contracts.coordination.needs import NeedKind
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.accounts.queries import SAME_CARDS
from services.coordination.need_list.queries import Holder, read_holders
from services.coordination.needs.model.assignment import AssignmentStatus
from services.coordination.needs.model.need import Need
from services.coordination.needs.model.states import NeedStatus
from services.coordination.needs.store.needs import need_of, promised_until
from services.coordination.needs.tables import need_assignments, needs
from services.coordination.news.store.news import Lycees

N, A = needs.c, need_assignments.c
SHOWN = 5
"""Needs a part of the home page shows; the list has the others."""
OF_A_COMPANY = 10


@dataclass(frozen=True)
class Waiting:
    """A need that waits for its reader, until a day."""

    need_id: UUID
    company: str
    kind: NeedKind
    status: str
    until: date | None


@dataclass(frozen=True)
class Waitings:
    """What waits, the first ones, and how many there are; how many nobody took in time."""

    items: Sequence[Waiting]
    many: int = 0
    late: int = 0


def _waitings(rows: Rows) -> Waitings:
    items = [
        Waiting(row.need_id, row.company or "", NeedKind(row.kind), row.status, row.until)
        for row in rows
    ]
    return Waitings(items, rows[0].many if rows else 0, rows[0].late if rows else 0)


def _is(column: Any, *values: str) -> ColumnElement[bool]:
    return or_(*(column == str(value) for value in values))


_TODAY = bindparam("today", type_=Date)
_LATE = N.due_on < _TODAY
_PROMISED = promised_until(_TODAY)
_PASSED = _is(N.status, NeedStatus.TAKEN) & _PROMISED.is_not(None)
_HERS = or_(
    _is(N.status, NeedStatus.RECEIVED, NeedStatus.QUALIFIED, NeedStatus.ANSWERED),
    _is(N.status, NeedStatus.ROUTED) & _LATE,
    _PASSED,
)
OF_THE_SUPERVISOR = Reading(
    select(
        *(N.need_id, N.company, N.kind, N.status),
        func.coalesce(_PROMISED, N.due_on).label("until"),
        func.count().over().label("many"),
        func.count()
        .filter(_LATE | _PASSED, N.status != NeedStatus.ANSWERED.value)
        .over()
        .label("late"),
    )
    .where(_HERS)
    .order_by((N.status == NeedStatus.ANSWERED.value), N.due_on, N.need_id)
    .limit(SHOWN),
    _waitings,
)
"""What she has to qualify, pass on or close, what nobody took in time, and promises that passed."""
# What another one took in charge is urgent nowhere; of what is seen to again a day is promised by then.
_UNTIL = case(
    (_is(A.status, AssignmentStatus.TAKEN), func.coalesce(A.promised_on, N.due_on)),
    (_is(N.status, NeedStatus.ROUTED), N.due_on),
)
OF_A_BUREAU = Reading(
    select(
        *(N.need_id, N.company, N.kind, A.status),
        _UNTIL.label("until"),
        func.count().over().label("many"),
        func.count().filter(_UNTIL < _TODAY).over().label("late"),
    )
    .join(needs, N.need_id == A.need_id)
    .where(
        A.actor_id.is_(None),
        A.uai == any_(bindparam("own", type_=ARRAY(Text))),
        _is(A.status, AssignmentStatus.ASKED, AssignmentStatus.TAKEN),
        _is(N.status, NeedStatus.ROUTED, NeedStatus.TAKEN),
    )
    .order_by(A.status, _UNTIL, A.assignment_id)
    .limit(SHOWN),
    _waitings,
)
"""What a bureau was given and has not answered, first what it has not taken in charge."""


@dataclass(frozen=True)
class OfCompany:
    """A need of a company, and who has it."""

    need: Need
    holders: Sequence[Holder]


NEEDS_OF = Reading(
    select(needs)
    .where(
        or_(
            N.company_id == any_(SAME_CARDS),
            N.siret == any_(bindparam("sirets", type_=ARRAY(Text))),
        ),
        N.erased_at.is_(None),
        not_(_is(N.status, NeedStatus.DISMISSED, NeedStatus.UNVERIFIED)),
    )
    .order_by(_is(N.status, NeedStatus.CLOSED, NeedStatus.ANSWERED), N.sent_at.desc(), N.need_id)
    .limit(OF_A_COMPANY),
    lambda rows: [need_of(row) for row in rows],
)
"""The needs of a `company`, on whichever of its cards or by a number of its sites, those that wait first."""


async def read_needs_of(
    uow: UnitOfWork, company_id: UUID, sirets: Collection[str]
) -> Sequence[OfCompany]:
    """The needs of a company the scope may know of, on whichever of its cards, those that wait first."""
    found = await NEEDS_OF.of(uow, {"company": company_id, "sirets": list(sirets)})
    if not found:
        return []
    holders = await read_holders(uow, [one.id for one in found], await Lycees(uow).names())
    return [
        OfCompany(one, [held for held in holders[one.id] if held.assignment.standing])
        for one in found
    ]
