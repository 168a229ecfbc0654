"""Decisions as they are read: late ones first, with who carries them out and where they were taken."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Integer, Uuid, any_, bindparam, func, select, tuple_

from contracts.coordination.committees import DecisionState
from contracts.identifiers import Uai
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.committees.queries import (
    offered_actors,
    offered_lycees,
    read_actor_names,
)
from services.coordination.committees.tables import committees
from services.coordination.decisions.forms import DSDEN, actor_code
from services.coordination.decisions.model import Decision
from services.coordination.decisions.store import decision_of
from services.coordination.decisions.tables import decisions
from services.coordination.meetings.model import Meeting
from services.coordination.meetings.tables import meetings
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees

D = decisions.c
PAGE_LENGTH = 50
AT_HOME = 3
_OPEN = D.state == DecisionState.OPEN.value
_IN_ORDER = (D.due_on.asc().nulls_last(), D.taken_on, D.decision_id)
_WITH_PLACE = (
    select(decisions, committees.c.name.label("committee"), meetings.c.meets_on)
    .join(committees, committees.c.committee_id == D.committee_id)
    .join(meetings, meetings.c.meeting_id == D.meeting_id)
    .where(D.withdrawn_at.is_(None))
)
OF_HOME = Reading(
    _WITH_PLACE.where(_OPEN).order_by(*_IN_ORDER).limit(bindparam("decisions_max", type_=Integer)),
    list,
)
"""What is to be done first, of the lycées in scope."""
OPEN_COUNT = Reading(
    select(func.count().label("many")).where(_OPEN), lambda rows: int(rows[0].many)
)


@dataclass(frozen=True)
class Followed:
    """A decision with the words around it."""

    decision: Decision
    owner: str
    committee: str
    met_on: date
    late: bool


@dataclass(frozen=True)
class OfOwner:
    """The decisions one owner carries out."""

    owner: str
    decisions: Sequence[Followed]

    @property
    def late(self) -> int:
        """How many are late."""
        return sum(one.late for one in self.decisions)


async def read_open(uow: UnitOfWork, *, lycee: Uai | None = None) -> Sequence[Followed]:
    """What is still to be done, of the lycées in scope or of one: what is due first comes first."""
    statement = _WITH_PLACE.where(_OPEN, *_carried_out_by(lycee)).order_by(*_IN_ORDER)
    rows = (await uow.execute(statement)).all()
    return await _followed(uow, rows)


def _carried_out_by(lycee: Uai | None) -> Sequence[ColumnElement[bool]]:
    return () if lycee is None else (D.uai == lycee, D.actor_id.is_(None))


async def read_settled(uow: UnitOfWork, *, lycee: Uai | None = None) -> Sequence[Followed]:
    """What was done or given up last, of the lycées in scope or of one."""
    last = _WITH_PLACE.where(~_OPEN, *_carried_out_by(lycee)).order_by(
        D.settled_at.desc(), D.decision_id.desc()
    )
    return await _followed(uow, (await uow.execute(last.limit(PAGE_LENGTH))).all())


async def read_at_home(uow: UnitOfWork) -> tuple[Sequence[Followed], int]:
    """What is due first, and how much is to be done in all."""
    rows = await OF_HOME.of(uow, {"decisions_max": AT_HOME})
    return await _followed(uow, rows), await OPEN_COUNT.of(uow, {})


async def read_of_meeting(uow: UnitOfWork, meeting_id: UUID) -> Sequence[Followed]:
    """Decisions of a meeting, in the order they were taken, as far as the scope sees."""
    statement = _WITH_PLACE.where(D.meeting_id == meeting_id).order_by(D.decision_id)
    return await _followed(uow, (await uow.execute(statement)).all())


async def read_of_committee(
    uow: UnitOfWork, committee_id: UUID, *, before: Meeting | None = None
) -> Sequence[Followed]:
    """Decisions of a committee; `before`: what is still to be done of the meetings before that one."""
    statement = _WITH_PLACE.where(D.committee_id == committee_id).order_by(*_IN_ORDER)
    if before is not None:
        earlier = tuple_(meetings.c.meets_on, meetings.c.meeting_id) < (before.plan.on, before.id)
        statement = statement.where(_OPEN, earlier)
    return await _followed(uow, (await uow.execute(statement)).all())


async def read_some(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, Followed]:
    """Those of these decisions that the lycées in scope carry out."""
    asked = any_(bindparam("ids", list(ids), ARRAY(Uuid)))
    rows = (await uow.execute(_WITH_PLACE.where(D.decision_id == asked))).all()
    return {one.decision.id: one for one in await _followed(uow, rows)}


async def offered_names(uow: UnitOfWork) -> Sequence[tuple[str, str]]:
    """The lycées the list may be cut to, by name."""
    of_department = uow.department_uai
    names = (await Lycees(uow).names()).items()
    return sorted(
        ((uai, name) for uai, name in names if uai != of_department), key=lambda one: one[1]
    )


def by_owner(followed: Sequence[Followed]) -> Sequence[OfOwner]:
    """The decisions of each owner, those with late ones first."""
    groups: dict[str, list[Followed]] = {}
    for one in followed:
        groups.setdefault(one.owner, []).append(one)
    found = [OfOwner(owner, those) for owner, those in groups.items()]
    return sorted(found, key=lambda one: (-one.late, one.owner))


async def offered_owners(uow: UnitOfWork, chosen: UUID | None = None) -> Sequence[tuple[str, str]]:
    """Who may carry a decision out: the DSDEN, lycées, actors of the directory."""
    actors = [(actor_code(actor_id), name) for actor_id, name in await offered_actors(uow, chosen)]
    return [(DSDEN, "DSDEN"), *await offered_lycees(uow), *actors]


async def _followed(uow: UnitOfWork, rows: Sequence[Any]) -> Sequence[Followed]:
    if not rows:
        return []
    today, lycees = local_date(uow.now), await Lycees(uow).names()
    actors = await read_actor_names(uow, {row.actor_id for row in rows if row.actor_id})
    found = []
    for row in rows:
        one = decision_of(row)
        whose = one.details.owner
        owner = (
            actors.get(whose.actor_id, "Acteur de l’annuaire")
            if whose.actor_id
            else lycees.get(whose.uai, whose.uai)
        )
        found.append(Followed(one, owner, row.committee, row.meets_on, one.is_late(today)))
    return found
