"""The timeline of a company, a page at a time: its entries are found together, then read by kind."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Date,
    Select,
    Subquery,
    Text,
    Uuid,
    any_,
    bindparam,
    cast,
    func,
    literal,
    select,
    union_all,
)

from contracts.identifiers import Uai
from services.chassis.base.keyset import Keyset
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.model import SchoolAction
from services.partnerships.actions.queries.actions import find_by_ids
from services.partnerships.actions.tables import action_companies, actions
from services.partnerships.base.asked import COMPANY, ONE_OF_OWN
from services.partnerships.base.calendar import PARIS
from services.partnerships.exchanges.model.exchange import Noted
from services.partnerships.exchanges.store.exchanges import FIRST as FIRST_EXCHANGE
from services.partnerships.exchanges.store.exchanges import SHOWN_ONCE, HeldWith, Interactions, X
from services.partnerships.tasks.queries import DONE_WITH, ListedTask, read_done_with
from services.partnerships.tasks.queries import FIRST as FIRST_TASK
from services.partnerships.tasks.store.tasks import T
from services.partnerships.timeline.model import EntryKind, TimelineFilter, total

PAGE_LENGTH = 20


@dataclass(frozen=True)
class Entry:
    """One entry; it is one of exchange, action and task done."""

    on: date
    exchange: Noted | None = None
    action: SchoolAction | None = None
    task: ListedTask | None = None


@dataclass(frozen=True)
class Timeline:
    """A page of entries, the last day first."""

    entries: Sequence[Entry]
    asked: TimelineFilter
    counts: Mapping[EntryKind, int]
    """How many there are of each kind with its site and contact, whatever kind is shown."""
    older: UUID | None
    """Where the next page goes on from."""

    @property
    def total(self) -> int:
        """How many entries were asked for, whatever the page."""
        return total(self.counts, self.asked)

    @property
    def exchanges(self) -> Sequence[Noted]:
        """The exchanges on this page."""
        return [one.exchange for one in self.entries if one.exchange]


async def read_timeline(
    uow: UnitOfWork, company_id: UUID, asked: TimelineFilter, *, tasks_of: Collection[Uai]
) -> Timeline:
    """What the lycées in scope did with a company; of tasks, those of the lycées `tasks_of`."""
    parameters = parameters_of(uow, company_id, asked, tasks_of)
    rows = await page_of(asked).of(uow, parameters)
    shown = rows[:PAGE_LENGTH]
    whole = asked.kind is None and asked.after is None and len(rows) == len(shown)
    if whole:  # as it mostly is: asked once
        counts: Mapping[EntryKind, int] = Counter(EntryKind(row.kind) for row in shown)
    else:
        every = TimelineFilter(None, asked.site_id, asked.contact_id)
        counts = await COUNTS.of(uow, {**parameters, **_kinds(every)})
    return Timeline(
        entries=await _entries(uow, company_id, asked, tasks_of, shown),
        asked=asked,
        counts=counts,
        older=shown[-1].id if len(rows) > PAGE_LENGTH else None,
    )


def parameters_of(
    uow: UnitOfWork, company_id: UUID, asked: TimelineFilter, tasks_of: Collection[Uai]
) -> Mapping[str, Any]:
    """What a page of the timeline is read with."""
    return {
        **_held_with(asked).with_company(company_id),
        "own": list(uow.scope.uais),
        "tasks_of": list(tasks_of),
        "after": asked.after,
        **_kinds(asked),
    }


def _kinds(asked: TimelineFilter) -> Mapping[str, Any]:
    return {"kinds": [kind.value for kind in EntryKind if kind in asked.kinds]}


def _held_with(asked: TimelineFilter) -> HeldWith:
    return HeldWith(asked.site_id, asked.contact_id)


def entry_ids(rows: Rows) -> Mapping[str, Sequence[UUID]]:
    """By which ids the entries of a page are read."""

    def ids(kind: EntryKind) -> Sequence[UUID]:
        return [row.id for row in rows[:PAGE_LENGTH] if row.kind == kind.value]

    return {
        "exchange_ids": ids(EntryKind.EXCHANGE),
        "action_ids": ids(EntryKind.ACTION),
        "task_ids": ids(EntryKind.TASK),
    }


async def _entries(
    uow: UnitOfWork, company_id: UUID, asked: TimelineFilter, tasks_of: Collection[Uai], rows: Rows
) -> Sequence[Entry]:
    """The entries of these rows, in their order; what went meanwhile is left out."""
    ids = entry_ids(rows)
    noted = await Interactions(uow).these(company_id, ids["exchange_ids"], _held_with(asked))
    planned = await find_by_ids(uow, ids["action_ids"])
    done = await read_done_with(uow, company_id, tasks_of, ids["task_ids"])
    entries = [
        Entry(row.day, noted.get(row.id), planned.get(row.id), done.get(row.id)) for row in rows
    ]
    return [one for one in entries if one.exchange or one.action or one.task]


def _of_kind(kind: EntryKind, key: Any, day: Any, found: Select[Any]) -> Select[Any]:
    """Its ids and days, where the kind is asked for. No two entries have one id: it is that of a row."""
    asked = literal(kind.value) == any_(bindparam("kinds", type_=ARRAY(Text)))
    return found.where(asked).with_only_columns(
        literal(kind.value).label("kind"), key.label("id"), day.label("day")
    )


def _found() -> Subquery:
    """The ids and days of what happened with a company."""
    known = action_companies.c
    there = (actions.c.uai == known.uai) & (actions.c.action_id == known.action_id)
    planned = (
        select(actions)
        .join(action_companies, there)
        .where(known.company_id == COMPANY, actions.c.uai == ONE_OF_OWN)
    )
    done_on = cast(func.timezone(PARIS.key, T.done_at), Date)
    return union_all(
        _of_kind(EntryKind.EXCHANGE, FIRST_EXCHANGE, X.occurred_on, SHOWN_ONCE),
        _of_kind(EntryKind.ACTION, actions.c.action_id, actions.c.planned_on, planned),
        _of_kind(EntryKind.TASK, FIRST_TASK, done_on, DONE_WITH),
    ).subquery("entries")


_F = _found()
_BY_DAY = Keyset([_F.c.day], _F.c.id, descending=True)


def _page(statement: Select[Any]) -> Reading[Rows]:
    return Reading(_BY_DAY.sort(statement).limit(PAGE_LENGTH + 1), lambda rows: rows)


FIRST_PAGE = _page(select(_F))
NEXT_PAGE = _page(_BY_DAY.after(select(_F), bindparam("after", type_=Uuid)))
COUNTS = Reading(
    select(_F.c.kind, func.count().label("times")).group_by(_F.c.kind),
    lambda rows: {EntryKind(row.kind): row.times for row in rows},
)


def page_of(asked: TimelineFilter) -> Reading[Rows]:
    """What reads the first page, or one after an entry; both are read with `parameters_of`."""
    return NEXT_PAGE if asked.after else FIRST_PAGE
