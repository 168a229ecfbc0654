"""Needs as a list: each in its place, page after page, and how many there are of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from contracts.identifiers import Uai
from contracts.words import first_words, plain
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actors.tables import actors
from services.coordination.need_list.model import (
    ANSWERED_FOR,
    PUT_AWAY,
    UNHEARD_FOR,
    NeedCut,
    Place,
    places,
)
from services.coordination.needs.model.assignment import Assignment, AssignmentStatus
from services.coordination.needs.model.need import Need
from services.coordination.needs.model.states import OPEN, WAITING, NeedStatus
from services.coordination.needs.store.needs import assignment_of, need_of
from services.coordination.needs.tables import need_assignments, needs
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees

PAGE_LENGTH = 50
N, A = needs.c, need_assignments.c
_BY_STATUS = {
    NeedStatus.RECEIVED: Place.TO_QUALIFY,
    NeedStatus.QUALIFIED: Place.TO_ROUTE,
    NeedStatus.ROUTED: Place.ROUTED,
    NeedStatus.TAKEN: Place.TAKEN,
    NeedStatus.ANSWERED: Place.ANSWERED,
    NeedStatus.UNVERIFIED: Place.TO_VERIFY,
    NeedStatus.DISMISSED: Place.DISMISSED,
    NeedStatus.CLOSED: Place.CLOSED,
}


@dataclass(frozen=True)
class Holder:
    """Who has a need, by name."""

    assignment: Assignment
    name: str


@dataclass(frozen=True)
class Listed:
    """A need of the list: where it stands in it, who told it and who has it."""

    need: Need
    place: Place
    teller: str
    holders: Sequence[Holder]


@dataclass(frozen=True)
class NeedPage:
    """A page of the list; `after` leads to the next one."""

    items: Sequence[Listed]
    after: UUID | None

    @property
    def by_place(self) -> Sequence[tuple[Place, Sequence[Listed]]]:
        """The items under their headings."""
        found: dict[Place, list[Listed]] = {}
        for one in self.items:
            found.setdefault(one.place, []).append(one)
        return list(found.items())


async def read_needs(
    uow: UnitOfWork, cut: NeedCut, *, after: UUID | None = None, length: int = PAGE_LENGTH
) -> NeedPage:
    """The needs the scope may know of, first what waits for its reader."""
    today = local_date(uow.now)
    rank, weight = _rank(uow), _weight()
    order = (rank, weight, N.need_id)
    statement = select(needs, rank.label("rank")).where(*_kept(uow, cut, today))
    if after is not None:
        last = select(rank.label("rank"), weight.label("weight"), N.need_id.label("last_id")).where(
            N.need_id == after
        )
        found = last.subquery("last_shown")
        statement = statement.join(found, tuple_(*order) > tuple_(*found.c))
    rows = (await uow.execute(statement.order_by(*order).limit(length + 1))).all()
    shown = rows[:length]
    offered = places(wide=uow.scope.department_wide)
    listed = await _listed(uow, [(need_of(row), offered[row.rank]) for row in shown])
    return NeedPage(listed, listed[-1].need.id if len(rows) > length else None)


async def count_places(uow: UnitOfWork) -> Mapping[Place, int]:
    """How many needs stand in each place, whatever else is asked of the list."""
    rank = _rank(uow)
    statement = select(rank.label("rank"), func.count().label("many")).group_by(rank)
    offered = places(wide=uow.scope.department_wide)
    return {offered[row.rank]: row.many for row in await uow.execute(statement)}


async def read_holders(
    uow: UnitOfWork, need_ids: Collection[UUID], names: Mapping[str, str]
) -> Mapping[UUID, Sequence[Holder]]:
    """Who has each of these needs, or had it, in the order they were given it."""
    statement = (
        select(need_assignments, actors.c.name.label("actor"))
        .outerjoin(actors, actors.c.actor_id == A.actor_id)
        .where(A.need_id == any_(bindparam("need_ids", list(need_ids), ARRAY(Uuid))))
        .order_by(A.asked_at, A.assignment_id)
    )
    found: dict[UUID, list[Holder]] = {need_id: [] for need_id in need_ids}
    for row in await uow.execute(statement):
        name = row.actor if row.actor_id else names.get(row.uai, row.uai)
        found[row.need_id].append(Holder(assignment_of(row), name or "un acteur"))
    return found


async def _listed(uow: UnitOfWork, placed: Sequence[tuple[Need, Place]]) -> Sequence[Listed]:
    names = await Lycees(uow).names()
    holders = await read_holders(uow, [need.id for need, _ in placed], names)
    return [
        Listed(
            need,
            place,
            names.get(need.uai, need.uai),
            [one for one in holders[need.id] if one.assignment.standing],
        )
        for need, place in placed
    ]


def _kept(uow: UnitOfWork, cut: NeedCut, today: date) -> Sequence[ColumnElement[bool]]:
    offered = places(wide=uow.scope.department_wide)
    rank = _rank(uow)
    kept: list[ColumnElement[bool]] = []
    if cut.place is not None:
        kept.append(rank == (offered.index(cut.place) if cut.place in offered else -1))
    else:
        kept.append(rank.not_in([offered.index(one) for one in PUT_AWAY]))
    if cut.late:
        kept += [N.status.in_([one.value for one in WAITING]), N.due_on < today]
    if cut.to_close:
        kept.append(to_close(literal(uow.now)))
    if cut.kind is not None:
        kept.append(N.kind == cut.kind.value)
    if cut.lycee is not None:
        kept.append(or_(N.uai == cut.lycee, literal(cut.lycee) == any_(N.lycees)))
    # `plain` leaves letters and digits alone: nothing in the word is a pattern.
    kept += [N.words.like(f"% {word}%") for word in first_words(plain(cut.words).split())]
    return kept


def to_close(now: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether a need is proposed for closing: answered a while ago, or nothing was heard of it for long."""
    unheard = or_(*(N.status == one.value for one in OPEN if one is not NeedStatus.RECEIVED))
    answered = N.status == NeedStatus.ANSWERED.value
    return or_(
        and_(answered, N.changed_at < now - ANSWERED_FOR),
        and_(unheard, N.changed_at < now - UNHEARD_FOR),
    )


async def count_to_close(uow: UnitOfWork) -> int:
    """How many are proposed for closing."""
    statement = select(func.count()).select_from(needs).where(to_close(literal(uow.now)))
    return int((await uow.execute(statement)).scalar_one())


def _rank(uow: UnitOfWork) -> ColumnElement[int]:
    """The place of a need in the reader's list, as a number."""
    offered = places(wide=uow.scope.department_wide)
    if uow.scope.department_wide:
        return case(
            *((N.status == status.value, offered.index(of)) for status, of in _BY_STATUS.items()),
            else_=len(offered),
        )
    over = (NeedStatus.ANSWERED, NeedStatus.DISMISSED, NeedStatus.CLOSED)
    return case(
        *((N.status == one.value, offered.index(_BY_STATUS[one])) for one in over),
        (_ours(uow.scope.uais, AssignmentStatus.ASKED), offered.index(Place.TO_TAKE)),
        (_ours(uow.scope.uais, AssignmentStatus.TAKEN), offered.index(Place.OURS)),
        else_=offered.index(Place.WITH_OTHERS),
    )


def _ours(uais: Collection[Uai], status: AssignmentStatus) -> ColumnElement[bool]:
    """Whether one of these bureaux has it so."""
    own: Select[Any] = select(A.assignment_id).where(
        A.need_id == N.need_id,
        A.actor_id.is_(None),
        A.status == status.value,
        A.uai == any_(literal(sorted(uais), ARRAY(Text))),
    )
    return own.exists()


def _weight() -> ColumnElement[int]:
    """Within a place: what is due first, or what was over last."""
    due = func.extract("epoch", func.coalesce(func.timezone("Europe/Paris", N.due_on), N.sent_at))
    waits = N.status.in_([one.value for one in (*OPEN, NeedStatus.UNVERIFIED)])
    return cast(case((waits, due), else_=-func.extract("epoch", N.changed_at)), BigInteger)
