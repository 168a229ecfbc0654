"""Saying what nobody took in charge in time, and which promise passed, each morning of work."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, cast, func, or_, select

from contracts.coordination.need_letters import NeedLetterKind
from contracts.coordination.needs import NeedEscalatedV1, NeedId, NeedStep
from services.chassis.base.working_days import is_working_day
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.need_followings.commands import publish_following
from services.coordination.needs.model.assignment import AssignmentStatus
from services.coordination.needs.model.states import WAITING, NeedStatus
from services.coordination.needs.store.needs import Assignments, Needs, assignment_of, need_of
from services.coordination.needs.store.publications import ask_letter
from services.coordination.needs.tables import need_assignments, needs
from services.coordination.news.model.calendar import PARIS, local_date

JOB = "late-needs"
IN_THE_MORNING = time(7, 0)
N, A = needs.c, need_assignments.c


async def plan_escalation(uow: UnitOfWork, *, now: datetime) -> None:
    """Have needs looked at tomorrow morning; planned already, it stays so."""
    tomorrow = local_date(now) + timedelta(days=1)
    due_at = datetime.combine(tomorrow, IN_THE_MORNING, tzinfo=PARIS)
    await uow.schedule(JOB, key=tomorrow.isoformat(), due_at=due_at, uai=uow.department_uai)


async def escalate_needs(uow: UnitOfWork, *, now: datetime) -> int:
    """Say of each need nobody took in time that it is so (besoin sans prise en charge); return how many.

    On working days alone: what was due on a Friday is late on Monday. Each is said once, and once more each time
    it is reopened and nobody takes it in its new days.
    """
    today = local_date(now)
    if not is_working_day(today):
        return 0
    late = [need_of(row) for row in await uow.execute(_late(today))]
    for need in late:
        escalated = replace(need.noted(), escalated_at=now)
        await Needs(uow).save(escalated)
        said = NeedEscalatedV1(need_id=NeedId(need.id), occurred_on=today)
        uow.publish(said, version=escalated.version, uai=uow.department_uai)
        await ask_letter(uow, escalated, NeedLetterKind.LATE)
    return len(late)


def _late(today: date) -> Select[Any]:
    return (
        select(needs)
        .where(
            or_(*(N.status == status.value for status in WAITING)),
            N.due_on < today,
            # One that was reopened since it was said has another day, and is said once more.
            or_(N.escalated_at.is_(None), _said_on() <= N.due_on),
            N.erased_at.is_(None),
        )
        .order_by(N.due_on, N.need_id)
        .with_for_update()
    )


def _said_on() -> ColumnElement[date]:
    """The day it was said last that nobody took it in time."""
    return cast(func.timezone(PARIS.key, N.escalated_at), Date)


async def remind_of_promises(uow: UnitOfWork, *, now: datetime) -> int:
    """Say of each promised day that is past that it is so (promesse passée); return how many.

    On working days alone, to who promised and to the supervisor; once, until another day is promised.
    Who has a reopened need in charge and promised nothing anew by the day its company was told is late as well.
    """
    today = local_date(now)
    if not is_working_day(today):
        return 0
    passed = [assignment_of(row) for row in await uow.execute(_passed(today))]
    for one in passed:
        need = await Needs(uow).get_for_update(one.need_id)
        reminded = need.noted()
        await Needs(uow).save(reminded)
        await Assignments(uow).save(replace(one, reminded_for=one.promised_on or need.due_on))
        publish_following(uow, reminded, one, NeedStep.PROMISE_PASSED, now=now)
        if one.actor_id is not None:
            await ask_letter(uow, reminded, NeedLetterKind.PROMISE_PASSED, one)
    return len(passed)


def _passed(today: date) -> Select[Any]:
    said = func.coalesce(A.promised_on, N.due_on)
    return (
        select(need_assignments)
        .join(needs, N.need_id == A.need_id)
        .where(
            A.status == AssignmentStatus.TAKEN.value,
            N.status == NeedStatus.TAKEN.value,
            said < today,
            A.reminded_for.is_distinct_from(said),
            N.erased_at.is_(None),
        )
        .order_by(said, A.assignment_id)
        .with_for_update(of=needs)
    )
