"""What bureaux have to do, the most pressing first; one line for a step of several lycées."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Date, Select, Text, Uuid, any_, bindparam, cast, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from contracts.identifiers import Uai
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.asked import COMPANY, ONE_OF_OWN, TODAY
from services.partnerships.base.calendar import PARIS, Moment, local_date, moment_of
from services.partnerships.companies.tables.companies import companies, sites
from services.partnerships.company_words.store.words import among
from services.partnerships.tasks.model import TaskCode
from services.partnerships.tasks.store.open_tasks import open_tasks, undone
from services.partnerships.tasks.store.tasks import AS_ONE, T
from services.partnerships.tasks.tables import tasks
from services.partnerships.timeline.model import EntryKind
from services.partnerships.timeline.store import TIMELINE, TimelineSource
from services.partnerships.ways.tables import ways

TASKS_SHOWN = 200
TODAY_SHOWN = 6
DONE_SHOWN, DONE_DAYS = 20, 7
_ONE_OF_THEM = any_(bindparam("tasks_of", type_=ARRAY(Text)))
DAYS_TOLD = 366
"""Days with tasks that a calendar shows, the furthest first."""
FIRST = func.array_agg(aggregate_order_by(T.task_id, T.uai))[1]
"""The row of a task that stands for all those shown with it."""


@dataclass(frozen=True)
class ListedTask:
    """A task as it is shown, with the lycées it is for."""

    task_id: UUID
    uais: Sequence[Uai]
    code: TaskCode
    note: str | None
    company_id: UUID | None
    company: str | None
    actor_id: UUID | None
    phone: str | None
    """Of the place it is to be done with, never of a person."""
    through: str | None
    """A colleague to go through before the company is called."""
    due_on: date | None
    assignee: UUID | None
    urgent: bool
    done_at: datetime | None


@dataclass(frozen=True)
class TasksOfDay:
    """How many tasks a day has, and of which kinds."""

    on: date
    steps: int
    codes: Sequence[TaskCode]


@dataclass
class Week:
    """« Ma semaine »: tasks by how soon they are due."""

    tasks: Mapping[Moment, list[ListedTask]] = field(
        default_factory=lambda: {moment: [] for moment in Moment}
    )
    more: bool = False
    """Whether there are tasks after those."""

    @property
    def empty(self) -> bool:
        """Whether no task is to be done."""
        return not any(self.tasks.values())


async def read_week(uow: UnitOfWork, *, own: UUID | None) -> Week:
    """Tasks of the week to be done; with `own`, by that account or by whoever comes first."""
    found = await week_tasks().of(uow, week_parameters(uow, own))
    week = Week(more=len(found) > TASKS_SHOWN)
    today = local_date(uow.now)
    for task in found[:TASKS_SHOWN]:
        week.tasks[moment_of(task.due_on, today)].append(task)
    return week


def week_parameters(uow: UnitOfWork, own: UUID | None) -> Mapping[str, Any]:
    """What the readings of « Ma semaine » are asked with."""
    since = uow.now - timedelta(days=DONE_DAYS)
    return {"own": list(uow.scope.uais), "by": own, "done_since": since}


@cache
def week_tasks() -> Reading[Sequence[ListedTask]]:
    """Tasks to be done, and one more than is shown. Once all features are loaded (`undone`)."""
    by = bindparam("by", type_=Uuid)
    theirs = or_(by.is_(None), T.assignee == by, T.assignee.is_(None))
    statement = _listed().where(T.uai == ONE_OF_OWN, *undone(), theirs)
    return Reading(statement.limit(TASKS_SHOWN + 1), _tasks)


async def read_today(uow: UnitOfWork, of: Collection[Uai]) -> Sequence[ListedTask]:
    """The most pressing of the tasks of these lycées: those with a day, and companies to call back.

    Who is to be called back on no day comes after what is due, and before what is not yet.
    """
    return await tasks_of_today().of(uow, today_parameters(uow, of))


def today_parameters(uow: UnitOfWork, of: Collection[Uai]) -> Mapping[str, Any]:
    """What the tasks of the home are asked with."""
    return {"tasks_of": sorted(of), "today": local_date(uow.now)}


@cache
def tasks_of_today() -> Reading[Sequence[ListedTask]]:
    """The most pressing tasks of lycées. Once all features are loaded (`undone`)."""
    shown = or_(T.due_on.is_not(None), T.code == TaskCode.CALL_BACK)
    order = (
        func.coalesce(T.due_on, TODAY),
        T.due_on.asc().nulls_last(),
        *(T.urgent.desc(), companies.c.name_key, AS_ONE),
    )
    wanted = _listed().where(T.uai == _ONE_OF_THEM, *undone(), shown)
    return Reading(wanted.order_by(None).order_by(*order).limit(TODAY_SHOWN), _tasks)


async def read_due(uow: UnitOfWork) -> Sequence[ListedTask]:
    """What is due today, or was."""
    statement = _listed().where(*open_tasks(uow.scope.uais), T.due_on <= local_date(uow.now))
    return await _read(uow, statement.limit(TASKS_SHOWN))


async def read_tasks_with(
    uow: UnitOfWork, company_id: UUID, of: Collection[Uai]
) -> Sequence[ListedTask]:
    """What these lycées have to do with a company."""
    return await tasks_with().of(uow, {"company_id": company_id, "tasks_of": list(of)})


@cache
def tasks_with() -> Reading[Sequence[ListedTask]]:
    """What lycées have to do with a company. Once all features are loaded (`undone`)."""
    there = (*undone(), T.uai == _ONE_OF_THEM, T.company_id == COMPANY)
    return Reading(_listed().where(*there).limit(TASKS_SHOWN), _tasks)


async def find_tasks(
    uow: UnitOfWork, with_ids: Sequence[UUID], limit: int, of: Collection[Uai]
) -> Sequence[ListedTask]:
    """What these lycées have to do with these companies."""
    statement = _listed().where(*open_tasks(of), among(T.company_id, with_ids))
    return await _read(uow, statement.limit(limit))


async def read_done(uow: UnitOfWork) -> Sequence[ListedTask]:
    """What was done these last days, the last first."""
    return await DONE_LATELY.of(uow, week_parameters(uow, None))


async def count_tasks(uow: UnitOfWork, *, own: UUID | None = None) -> Sequence[TasksOfDay]:
    """How many tasks each day has, in order; those of the last days stay to be done.

    `own`: those of one person, and those of nobody, as « Ma semaine » shows them.
    """
    statement = (
        select(
            T.due_on,
            func.count(AS_ONE.distinct()).label("steps"),
            func.array_agg(T.code.distinct()).label("codes"),
        )
        .where(*open_tasks(uow.scope.uais), T.due_on.is_not(None))
        .group_by(T.due_on)
        .order_by(T.due_on.desc())
        .limit(DAYS_TOLD)
    )
    if own is not None:
        statement = statement.where(or_(T.assignee == own, T.assignee.is_(None)))
    found = [
        TasksOfDay(row.due_on, row.steps, tuple(code for code in TaskCode if code in row.codes))
        for row in await uow.execute(statement)
    ]
    return sorted(found, key=lambda one: one.on)


async def count_all_tasks(uow: UnitOfWork, of: Collection[Uai]) -> int:
    """How many tasks these lycées have, with a day or without."""
    return await tasks_counted().of(uow, today_parameters(uow, of))


@cache
def tasks_counted() -> Reading[int]:
    """How many tasks lycées have. Once all features are loaded (`undone`)."""
    many = func.count(AS_ONE.distinct()).label("many")
    wanted = select(many).where(T.uai == _ONE_OF_THEM, *undone())
    return Reading(wanted, lambda rows: int(rows[0].many))


def _listed() -> Select[Any]:
    same = (T.code, T.note, T.company_id, T.actor_id, T.due_on, T.assignee, T.urgent, T.done_at)
    # Several lycées of one task may go through several people.
    through = func.string_agg(ways.c.through.distinct(), ", ").label("through")
    return (
        select(
            FIRST.label("task_id"),
            func.array_agg(aggregate_order_by(T.uai, T.uai)).label("uais"),
            companies.c.name.label("company"),
            sites.c.phone,
            through,
            *same,
        )
        .select_from(
            tasks.outerjoin(companies, companies.c.company_id == T.company_id)
            .outerjoin(sites, sites.c.site_id == T.site_id)
            .outerjoin(ways, (ways.c.uai == T.uai) & (ways.c.company_id == T.company_id))
        )
        .group_by(AS_ONE, companies.c.name, companies.c.name_key, sites.c.phone, *same)
        .order_by(T.due_on.asc().nulls_last(), T.urgent.desc(), companies.c.name_key, AS_ONE)
    )


async def _read(uow: UnitOfWork, statement: Select[Any]) -> Sequence[ListedTask]:
    return _tasks((await uow.execute(statement)).all())


def _tasks(rows: Rows) -> Sequence[ListedTask]:
    return [
        ListedTask(
            task_id=row.task_id,
            uais=[Uai(uai) for uai in row.uais],
            code=TaskCode(row.code),
            note=row.note,
            company_id=row.company_id,
            company=row.company,
            actor_id=row.actor_id,
            phone=row.phone,
            through=row.through,
            due_on=row.due_on,
            assignee=row.assignee,
            urgent=row.urgent,
            done_at=row.done_at,
        )
        for row in rows
    ]


DONE_LATELY = Reading(
    _listed()
    .where(T.uai == ONE_OF_OWN, T.done_at >= bindparam("done_since"))
    .order_by(None)
    .order_by(T.done_at.desc(), AS_ONE)
    .limit(DONE_SHOWN),
    _tasks,
)


def _done_with() -> Select[Any]:
    says_more = T.interaction_id.is_(None) | T.note.is_not(None)
    done = (T.company_id == COMPANY, T.done_at.is_not(None), T.uai == _ONE_OF_THEM)
    return _listed().where(*done, says_more).order_by(None)


DONE_WITH = _done_with()
"""The tasks lycées did with a company that say more than the exchange they follow."""
THESE_TASKS_DONE = Reading(
    DONE_WITH.having(any_(bindparam("task_ids", type_=ARRAY(Uuid))) == FIRST),
    lambda rows: {task.task_id: task for task in _tasks(rows)},
)
TASKS_DONE = EntryKind("taches", "Tâches faites", place=3)
_DAY_DONE = cast(func.timezone(PARIS.key, T.done_at), Date)
TIMELINE.add(
    TimelineSource(TASKS_DONE, DONE_WITH, FIRST, _DAY_DONE, these=THESE_TASKS_DONE, ids="task_ids")
)
