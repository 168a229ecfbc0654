"""The timeline of a company, a page at a time: its entries are found together, then read by kind."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Select,
    Subquery,
    Text,
    Uuid,
    any_,
    bindparam,
    func,
    literal,
    select,
    union_all,
)

from services.chassis.base.keyset import Keyset
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.timeline.model import EntryKind, TimelineFilter, total
from services.partnerships.timeline.store import TIMELINE, TimelineSource

PAGE_LENGTH = 20


@dataclass(frozen=True)
class Entry:
    """One entry, as the feature of its kind reads it."""

    on: date
    kind: EntryKind
    shown: Any


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


async def read_timeline(
    uow: UnitOfWork, company_id: UUID, asked: TimelineFilter, seen: Mapping[str, Any]
) -> Timeline:
    """What the lycées in scope did with a company; `seen`: what of it the reader may see (`tasks_of`)."""
    parameters = parameters_of(uow, company_id, asked, seen)
    rows = await page_of(asked).of(uow, parameters)
    shown = rows[:PAGE_LENGTH]
    whole = asked.kind is None and asked.after is None and len(rows) == len(shown)
    if whole:  # as it mostly is: asked once
        words: Mapping[str, int] = Counter(row.kind for row in shown)
    else:
        every = TimelineFilter(None, asked.site_id, asked.contact_id)
        words = await _counts().of(uow, {**parameters, **_kinds(every)})
    return Timeline(
        entries=await _entries(uow, parameters, shown),
        asked=asked,
        counts={one.kind: words[one.kind.word] for one in TIMELINE.all if one.kind.word in words},
        older=shown[-1].id if len(rows) > PAGE_LENGTH else None,
    )


def parameters_of(
    uow: UnitOfWork, company_id: UUID, asked: TimelineFilter, seen: Mapping[str, Any]
) -> Mapping[str, Any]:
    """What a page of the timeline is read with."""
    return {
        "company_id": company_id,
        "site_id": asked.site_id,
        "contact_id": asked.contact_id,
        "own": list(uow.scope.uais),
        "after": asked.after,
        **seen,
        **_kinds(asked),
    }


def _kinds(asked: TimelineFilter) -> Mapping[str, Any]:
    return {"kinds": [one.kind.word for one in TIMELINE.all if asked.finds(one.kind)]}


def entry_ids(rows: Rows) -> Mapping[str, Sequence[UUID]]:
    """By which ids the entries of a page are read."""
    shown = rows[:PAGE_LENGTH]
    return {one.ids: [row.id for row in shown if row.kind == one.kind.word] for one in TIMELINE.all}


def entry_readings() -> Sequence[Reading[Any]]:
    """What reads the entries of a page by these ids, a reading for each kind."""
    return [one.these for one in TIMELINE.all]


async def _entries(uow: UnitOfWork, parameters: Mapping[str, Any], rows: Rows) -> Sequence[Entry]:
    """The entries of these rows, in their order; what went meanwhile is left out."""
    ids = entry_ids(rows)
    found = {
        one.kind.word: (one.kind, await one.these.of(uow, {**parameters, **ids}))
        for one in TIMELINE.all
        if ids[one.ids]
    }
    of_rows = ((row, *found[row.kind]) for row in rows)
    return [Entry(row.day, kind, read[row.id]) for row, kind, read in of_rows if row.id in read]


def _of_source(source: TimelineSource) -> Select[Any]:
    """The ids and days of its entries, where their kind is asked for."""
    word = source.kind.word
    asked = literal(word) == any_(bindparam("kinds", type_=ARRAY(Text)))
    return source.found.where(asked).with_only_columns(
        literal(word).label("kind"), source.key.label("id"), source.day.label("day")
    )


@cache
def _found() -> tuple[Subquery, Keyset]:
    """The ids and days of what happened with a company, and their order. Once all features are loaded."""
    entries = union_all(*map(_of_source, TIMELINE.all)).subquery("entries")
    return entries, Keyset([entries.c.day], entries.c.id, descending=True)


def _page(statement: Select[Any]) -> Reading[Rows]:
    _, by_day = _found()
    return Reading(by_day.sort(statement).limit(PAGE_LENGTH + 1), lambda rows: rows)


@cache
def _first_page() -> Reading[Rows]:
    entries, _ = _found()
    return _page(select(entries))


@cache
def _next_page() -> Reading[Rows]:
    entries, by_day = _found()
    return _page(by_day.after(select(entries), bindparam("after", type_=Uuid)))


@cache
def _counts() -> Reading[Mapping[str, int]]:
    """How many entries there are, by the word of their kind."""
    entries, _ = _found()
    counted = select(entries.c.kind, func.count().label("times")).group_by(entries.c.kind)
    return Reading(counted, lambda rows: {row.kind: row.times for row in rows})


def page_of(asked: TimelineFilter) -> Reading[Rows]:
    """What reads the first page, or one after an entry; both are read with `parameters_of`."""
    return _next_page() if asked.after else _first_page()
