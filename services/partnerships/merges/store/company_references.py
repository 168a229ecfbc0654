"""Whatever is attached to a company or its sites, in every table: followed from card to card.

Rows follow their site. Of those at a site that was on two cards, each step is noted, so that all of
it can be taken back: `merge_moves`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, or_, select, text, update
from sqlalchemy.dialects.postgresql import JSONB, insert

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.tables import onboardings
from services.partnerships.base.tables import metadata
from services.partnerships.companies.tables.former_cards import merge_moves
from services.partnerships.companies.tables.references import REFERENCES, Row


def attached_tables() -> Sequence[Table]:
    """Every table whose rows follow a company or a site, those that others refer to first."""
    following = {one.table.name for one in REFERENCES.to_companies() if one.follows}
    return [table for table in metadata.sorted_tables if table.name in following]


@dataclass(frozen=True)
class Joined:
    """A row that became one with another, or two again: its table and key."""

    table: str
    key: Row


@dataclass(frozen=True)
class Way:
    """From one card to another; `same_places`: sites of the first that become sites of the second."""

    merge_id: UUID
    source: UUID
    target: UUID
    same_places: Mapping[UUID, UUID]


class Attached:
    """The rows of the lycées in scope; see `reach`."""

    def __init__(self, uow: UnitOfWork, uai: Uai) -> None:
        """`uai` is whose the notes on shared rows are."""
        self._uow = uow
        self._uai = uai
        self._position = 0
        self.joined: list[Joined] = []

    async def move(self, way: Way) -> None:
        """Attach everything to the other card."""
        for table in attached_tables():
            rows = (await self._uow.execute(select(table).where(_at(table, way)))).mappings()
            for row in rows.all():
                await self._move(table, dict(row), way)

    async def _move(self, table: Table, row: dict[str, Any], way: Way) -> None:
        moved = _moved(table, row, way)
        if moved == row:
            return
        key, new_key = _key(table, row), _key(table, moved)
        other = await self._one(table, new_key) if new_key != key else None
        if other is not None:
            became = REFERENCES.of(table).together(row, other)
            await self._uow.execute(delete(table).where(_is(table, key)))
            await self._uow.execute(update(table).where(_is(table, new_key)).values(became))
            await self._note(table, way, _Step(new_key, row, other, became))
            self.joined.append(Joined(table.name, new_key))
            return
        await self._uow.execute(update(table).where(_is(table, key)).values(moved))
        if not _follows_its_site(row, way):
            was: Row = {name: row[name] for name in ("company_id", "site_id") if name in row}
            await self._note(table, way, _Step(new_key, was))

    async def move_back(self, way: Way, sites: Sequence[UUID]) -> None:
        """Take back what `move` did; `way` is the same, `sites` those the first card has again."""
        for table in attached_tables():
            if {"company_id", "site_id"} <= set(table.columns.keys()):
                there = and_(table.c.company_id == way.target, table.c.site_id.in_(list(sites)))
                await self._uow.execute(update(table).where(there).values(company_id=way.source))
        statement = select(merge_moves).where(merge_moves.c.merge_id == way.merge_id)
        for note in await self._uow.execute(statement.order_by(merge_moves.c.position.desc())):
            await self._take_back(metadata.tables[note.moved_table], note, way)
        await self._uow.execute(delete(merge_moves).where(merge_moves.c.merge_id == way.merge_id))

    async def _take_back(self, table: Table, note: Any, way: Way) -> None:
        if note.became is None:
            there = _is(table, note.row_key)
            if "company_id" in table.columns:
                there = and_(there, table.c.company_id == way.target)
            await self._uow.execute(
                update(table).where(there).values({k: UUID(v) for k, v in note.was.items()})
            )
            return
        self.joined.append(Joined(table.name, note.row_key))
        back = text(
            f"INSERT INTO {table.name} SELECT * FROM"  # noqa: S608 – a table of ours
            f" jsonb_populate_record(NULL::{table.name}, CAST(:row AS jsonb)) ON CONFLICT DO NOTHING"
        ).bindparams(bindparam("row", type_=JSONB))
        await self._uow.execute(back, {"row": note.was})
        there = _is(table, note.row_key)
        now = await self._one(table, note.row_key)
        if now is not None and _plain(now) == note.became:
            await self._uow.execute(delete(table).where(there))
            await self._uow.execute(back, {"row": note.other_was})
        elif now is not None and table is onboardings:
            # Another merge changed it since: what it stands for is two rows' again all the same.
            left = table.c.told - note.was["told"]
            await self._uow.execute(update(table).where(there).values(told=left))

    async def _note(self, table: Table, way: Way, step: "_Step") -> None:
        self._position += 1
        await self._uow.execute(
            insert(merge_moves).values(
                uai=step.key.get("uai") or self._uai,
                merge_id=way.merge_id,
                position=self._position,
                moved_table=table.name,
                row_key=_plain(step.key),
                was=_plain(step.was),
                other_was=_plain(step.other) if step.other else None,
                became=_plain(step.became) if step.became else None,
            )
        )

    async def _one(self, table: Table, key: Row) -> dict[str, Any] | None:
        row = (await self._uow.execute(select(table).where(_is(table, key)))).mappings().first()
        return dict(row) if row else None


@dataclass(frozen=True)
class _Step:
    """What happened to one row, found under `key` by now: it had `was`, or became one with another."""

    key: Row
    was: Row
    other: Row | None = None
    became: Row | None = None


def _at(table: Table, way: Way) -> ColumnElement[bool]:
    conditions = []
    if "company_id" in table.columns:
        conditions.append(table.c.company_id == way.source)
    if "site_id" in table.columns:
        conditions.append(table.c.site_id.in_(list(way.same_places)))
    return or_(*conditions)


def _moved(table: Table, row: Row, way: Way) -> dict[str, Any]:
    moved = dict(row)
    if "company_id" in table.columns:
        moved["company_id"] = way.target
    if "site_id" in table.columns:
        moved["site_id"] = way.same_places.get(row["site_id"], row["site_id"])
    return moved


def _follows_its_site(row: Row, way: Way) -> bool:
    """Whether its site says by itself which card it is of."""
    return row.get("site_id") is not None and row["site_id"] not in way.same_places


def _key(table: Table, row: Row) -> dict[str, Any]:
    return {column.name: row[column.name] for column in table.primary_key}


def _is(table: Table, key: Row) -> ColumnElement[bool]:
    return and_(*(table.c[name] == _typed(table, name, value) for name, value in key.items()))


def _typed(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type.python_type
    if kind is UUID and isinstance(value, str):
        return UUID(value)
    return date.fromisoformat(value) if kind is date and isinstance(value, str) else value


def _plain(row: Row) -> dict[str, Any]:
    """A row as JSON writes it."""
    return {
        name: value.isoformat()
        if isinstance(value, date | datetime)
        else str(value)
        if isinstance(value, UUID)
        else value
        for name, value in row.items()
    }
