"""The timeline of a company, a page at a time: its entries are found together, then read by kind."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, Subquery, cast, func, literal, select, union_all

from contracts.identifiers import Uai
from services.chassis.base.keyset import Keyset
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.model import SchoolAction
from services.partnerships.actions.queries.actions import find_by_ids
from services.partnerships.actions.tables import action_companies, actions
from services.partnerships.base.calendar import PARIS
from services.partnerships.exchanges.model.exchange import Noted
from services.partnerships.exchanges.store.exchanges import FIRST as FIRST_EXCHANGE
from services.partnerships.exchanges.store.exchanges import HeldWith, Interactions, X, shown_once
from services.partnerships.tasks.queries import FIRST as FIRST_TASK
from services.partnerships.tasks.queries import ListedTask, done_with, read_done_with
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
    of = _Found(uow, company_id, asked, tasks_of)
    found = of.every(asked.kinds).subquery("entries")
    by_day = Keyset([found.c.day], found.c.id, descending=True)
    statement = select(found)
    if asked.after:
        statement = by_day.after(statement, asked.after)
    rows = (await uow.execute(by_day.sort(statement).limit(PAGE_LENGTH + 1))).all()
    shown = rows[:PAGE_LENGTH]
    whole = asked.kind is None and asked.after is None and len(rows) == len(shown)
    return Timeline(
        entries=await of.read(shown),
        asked=asked,
        counts=Counter(EntryKind(row.kind) for row in shown)
        if whole  # as it mostly is: asked once
        else await _count(uow, of.every(frozenset(EntryKind)).subquery("entries")),
        older=shown[-1].id if len(rows) > PAGE_LENGTH else None,
    )


@dataclass(frozen=True)
class _Found:
    """The ids and days of what happened with a company."""

    uow: UnitOfWork
    company_id: UUID
    asked: TimelineFilter
    tasks_of: Collection[Uai]

    def every(self, kinds: Collection[EntryKind]) -> Any:
        """Those of these kinds; with a site or a contact, exchanges alone."""
        by_kind = {EntryKind.EXCHANGE: self._exchanges()}
        if not self.asked.narrowed:
            by_kind |= {EntryKind.ACTION: self._actions(), EntryKind.TASK: self._tasks()}
        return union_all(*(by_kind[kind] for kind in EntryKind if kind in by_kind.keys() & kinds))

    def _exchanges(self) -> Select[Any]:
        once = shown_once(self.company_id, self.at)
        return _entries(EntryKind.EXCHANGE, FIRST_EXCHANGE, X.occurred_on, once)

    def _actions(self) -> Select[Any]:
        known = action_companies.c
        there = (actions.c.uai == known.uai) & (actions.c.action_id == known.action_id)
        own = (
            select(actions)
            .join(action_companies, there)
            .where(known.company_id == self.company_id, actions.c.uai.in_(self.uow.scope.uais))
        )
        return _entries(EntryKind.ACTION, actions.c.action_id, actions.c.planned_on, own)

    def _tasks(self) -> Select[Any]:
        day = cast(func.timezone(PARIS.key, T.done_at), Date)
        return _entries(EntryKind.TASK, FIRST_TASK, day, done_with(self.company_id, self.tasks_of))

    @property
    def at(self) -> HeldWith:
        """With whom and where the exchanges are to have been held."""
        return HeldWith(self.asked.site_id, self.asked.contact_id)

    async def read(self, rows: Sequence[Any]) -> Sequence[Entry]:
        """The entries of these rows, in their order; what went meanwhile is left out."""

        def ids(kind: EntryKind) -> Sequence[UUID]:
            return [row.id for row in rows if row.kind == kind.value]

        noted = await Interactions(self.uow).these(
            self.company_id, ids(EntryKind.EXCHANGE), self.at
        )
        planned = await find_by_ids(self.uow, ids(EntryKind.ACTION))
        done = await read_done_with(self.uow, self.company_id, self.tasks_of, ids(EntryKind.TASK))
        entries = [
            Entry(row.day, noted.get(row.id), planned.get(row.id), done.get(row.id)) for row in rows
        ]
        return [one for one in entries if one.exchange or one.action or one.task]


def _entries(kind: EntryKind, key: Any, day: Any, found: Select[Any]) -> Select[Any]:
    """No two entries have one id: it is that of a row, of whatever kind."""
    return found.with_only_columns(
        literal(kind.value).label("kind"), key.label("id"), day.label("day")
    )


async def _count(uow: UnitOfWork, found: Subquery) -> Mapping[EntryKind, int]:
    statement = select(found.c.kind, func.count().label("times")).group_by(found.c.kind)
    return {EntryKind(row.kind): row.times for row in await uow.execute(statement)}
