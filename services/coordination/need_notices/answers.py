"""What a notice says of a need: which company, what it asks, and by when; nobody by name."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select

from contracts.notices import (
    AskedNotice,
    NoticeFacts,
    NoticeKind,
    NoticeLine,
    NoticesAnswer,
    NoticesRequest,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import date_fr
from services.coordination.base.answers import notices_of
from services.coordination.need_followings.labels import why_left
from services.coordination.need_followings.model import (
    may_be_left,
    promise_passed,
    supervisor_reads,
    waits_again,
    works_on_it,
)
from services.coordination.need_links.queries import read_handlers
from services.coordination.need_list.labels import KINDS, NAMELESS, OUTCOMES, SOURCES
from services.coordination.needs.model.assignment import Assignment, AssignmentStatus, current
from services.coordination.needs.model.need import Need
from services.coordination.needs.model.states import WAITING, NeedStatus
from services.coordination.needs.store.needs import Assignments, assignment_of, need_of
from services.coordination.needs.tables import need_assignments, needs
from services.coordination.news.model.calendar import local_date

Told = Mapping[tuple[NoticeKind, UUID], NoticeFacts]
OF_A_NEED = (
    NoticeKind.NEED_RECEIVED,
    NoticeKind.NEED_LATE,
    NoticeKind.NEED_ANSWERED,
    NoticeKind.NEED_PRECISED,
)
OF_A_PART = (
    *(NoticeKind.NEED_ASSIGNED, NoticeKind.NEED_SETTLED, NoticeKind.NEED_AGAIN),
    NoticeKind.NEED_PROMISE_PASSED,
)
"""Of a need as one bureau, or one actor, has it."""
KINDS_OF_NEEDS = frozenset({*OF_A_PART, *OF_A_NEED})
_PASSED_ON = (NeedStatus.ROUTED, NeedStatus.TAKEN)


@notices_of(*KINDS_OF_NEEDS)
async def notices_of_needs(request: NoticesRequest, uow: UnitOfWork) -> NoticesAnswer:
    """What each says, of those the scope may know of; nothing of what is erased."""
    told = await _told(uow, request.asked)
    return NoticesAnswer(facts=tuple(told.get((one.kind, one.about)) for one in request.asked))


async def _told(uow: UnitOfWork, asked: Sequence[AskedNotice]) -> Told:
    given = await _assignments(uow, {one.about for one in asked if one.kind in OF_A_PART})
    ids = {one.about for one in asked if one.kind in OF_A_NEED}
    found = await _needs(uow, ids | {one.need_id for one in given.values()})
    told: dict[tuple[NoticeKind, UUID], NoticeFacts] = {}
    for one in asked:
        if one.kind in OF_A_PART:
            mine = given.get(one.about)
            need = found.get(mine.need_id) if mine else None
            if mine and need and need.details:
                told[one.kind, one.about] = await _of_a_part(uow, one.kind, need, mine)
        elif one.kind in OF_A_NEED and (need := found.get(one.about)) and need.details:
            told[one.kind, one.about] = _facts(
                need,
                standing=await _is_to_read(uow, need)
                if one.kind is NoticeKind.NEED_PRECISED
                else _stands(uow, one.kind, need),
            )
    return told


async def _of_a_part(
    uow: UnitOfWork, kind: NoticeKind, need: Need, mine: Assignment
) -> NoticeFacts:
    """What is said of a need to who has it."""
    if kind is NoticeKind.NEED_SETTLED:
        handlers = await read_handlers(uow, need.id)
        more = [("Pourquoi", why_left(need, [one for one in handlers if one.assignment != mine]))]
        return _facts(need, *more, standing=may_be_left(need, mine))
    if kind is NoticeKind.NEED_AGAIN:
        return _facts(need, standing=waits_again(need, mine))
    if kind is NoticeKind.NEED_PROMISE_PASSED:
        passed = promise_passed(need, mine, local_date(uow.now))
        handlers = await read_handlers(uow, need.id)
        day = mine.promised_on
        label = "Promis par" if day else "Pris en charge par"
        who = [(label, one.name) for one in handlers if one.assignment.id == mine.id]
        promised = ("Réponse promise", "aucun jour pour le moment")
        if day:
            promised = ("Réponse promise le", date_fr(day, year=False))
        return _facts(need, *who, *([promised] if passed else []), standing=passed)
    return _facts(need, standing=need_waits_for(need, mine))


def need_waits_for(need: Need, mine: Assignment) -> bool:
    """Whether who was given it has it still to take in charge."""
    return need.status in _PASSED_ON and mine.status is AssignmentStatus.ASKED


async def _is_to_read(uow: UnitOfWork, need: Need) -> bool:
    """Whether what the company added is for who is told: a bureau that works on it, or the supervisor."""
    held = current(await Assignments(uow).of(need.id))
    if uow.department_uai in uow.scope.uais:
        return supervisor_reads(need, held, local_date(uow.now))
    own = (one for one in held if one.actor_id is None and one.uai in uow.scope.uais)
    return any(works_on_it(need, one) for one in own)


def _stands(uow: UnitOfWork, kind: NoticeKind, need: Need) -> bool:
    """Whether it still is so; of what she noted herself the supervisor is told nothing."""
    if kind is NoticeKind.NEED_RECEIVED:
        hers = need.uai == uow.department_uai and need.source != "form"
        return need.status is NeedStatus.RECEIVED and not hers
    if kind is NoticeKind.NEED_LATE:
        return need.escalated_at is not None and need.is_late(local_date(uow.now))
    return need.status is NeedStatus.ANSWERED


def _facts(need: Need, *more: tuple[str, str], standing: bool) -> NoticeFacts:
    details = need.details
    company = details.company if details else NAMELESS
    lines = [("Entreprise", company)]
    if details is not None:
        lines.append(("Besoin", KINDS[details.kind]))
    lines.append(("Reçu par", SOURCES[need.source]))
    lines += more
    if need.outcome is not None:
        lines.append(("Issue", OUTCOMES[need.outcome]))
    elif need.due_on is not None and need.status in WAITING:
        lines.append(("À prendre avant la fin du", date_fr(need.due_on, year=False)))
    return NoticeFacts(
        standing=standing,
        object=company,
        lines=tuple(NoticeLine(label=label, text=text) for label, text in lines),
        path=f"/besoins/{need.id}",
    )


async def _assignments(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, Assignment]:
    """Those of the lycées in scope: a bureau that sees who else has a need is not told for them."""
    if not ids:
        return {}
    rows = await uow.execute(
        select(need_assignments).where(_among(need_assignments.c.assignment_id, ids))
    )
    found = map(assignment_of, rows)
    return {one.id: one for one in found if one.uai in uow.scope.uais}


async def _needs(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, Need]:
    if not ids:
        return {}
    rows = await uow.execute(select(needs).where(_among(needs.c.need_id, ids)))
    return {row.need_id: need_of(row) for row in rows}


def _among(column: Any, ids: Collection[UUID]) -> Any:
    return column == any_(bindparam("ids", list(ids), ARRAY(Uuid)))
