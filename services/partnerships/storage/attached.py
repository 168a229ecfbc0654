"""Whatever is attached to a company or its sites, in every table: followed from card to card.

Rows follow their site. Of those at a site that was on two cards, each step is noted, so that all of
it can be taken back: `merge_moves`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, or_, select, text, update
from sqlalchemy.dialects.postgresql import JSONB, insert

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.domain.action import CompanyAnswer
from services.partnerships.domain.tax_pledge import PledgeState
from services.partnerships.storage.merge_tables import merge_moves
from services.partnerships.storage.tables import metadata, onboardings

Row = Mapping[str, Any]

APART = frozenset(
    # The cards themselves, and what tells how they came about.
    (
        *("companies", "company_words", "sites", "merges", "merged_sites", "merge_moves"),
        # What imports did stays told of the card they did it to: the way to it leads on.
        *("import_rows", "import_effects", "departed_sites"),
        # So does what many were changed or written to: the contact says where a letter went.
        *("mass_change_rows", "mailing_recipients"),
        # What the public register says goes with a site that is no more, and is read again.
        *("directory_entries", "directory_kept", "directory_takings"),
    )
)


def attached_tables() -> Sequence[Table]:
    """Every table whose rows are about a company or a site, those that others refer to first."""
    return [
        table
        for table in metadata.sorted_tables
        if table.name not in APART and {"company_id", "site_id"} & set(table.columns.keys())
    ]


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
            became = _TOGETHER.get(table.name, _theirs)(row, other)
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
    """As JSON writes it."""
    return {
        name: value.isoformat()
        if isinstance(value, date | datetime)
        else str(value)
        if isinstance(value, UUID)
        else value
        for name, value in row.items()
    }


def _theirs(_: Row, other: Row) -> dict[str, Any]:
    return dict(other)


def _known(row: Row, other: Row) -> dict[str, Any]:
    """A lycée knew both: the last signs of life, all exchanges of the month."""
    last = {
        name: max((one[name] for one in (row, other) if one[name]), default=None)
        for name in ("last_on", "hosted_on")
    }
    return {**other, **last, "n_30d": row["n_30d"] + other["n_30d"]}


def _met(row: Row, other: Row) -> dict[str, Any]:
    """A lycée met both: it met the company the first time."""
    first = min((row, other), key=lambda one: one["onboarded_on"])
    return {
        **other,
        "reason": first["reason"],
        "onboarded_on": first["onboarded_on"],
        "told": row["told"] + other["told"],
    }


def _pledged(row: Row, other: Row) -> dict[str, Any]:
    """Each card had a pledge of the year: what was pledged counts, all together."""
    counted = [one for one in (other, row) if PledgeState(one["state"]).counts]
    if not counted:
        return dict(other)
    euros = sum(one["amount_euros"] or 0 for one in counted)
    return {**other, "state": counted[0]["state"], "amount_euros": euros}


_ANSWERS = [
    CompanyAnswer.CAME,
    CompanyAnswer.COMING,
    CompanyAnswer.ABSENT,
    CompanyAnswer.DECLINED,
    CompanyAnswer.INVITED,
]
"""Of two answers, the one that comes first here counts."""


def _answered(row: Row, other: Row) -> dict[str, Any]:
    """Both were invited to an action: the company comes if one card does, and no answer is lost."""
    return {**other, "answer": min(other["answer"], row["answer"], key=_ANSWERS.index)}


_TOGETHER: Mapping[str, Callable[[Row, Row], dict[str, Any]]] = {
    "acquaintances": _known,
    "action_companies": _answered,
    "onboardings": _met,
    "tax_pledges": _pledged,
}
"""What two rows of one lycée become; elsewhere the one of the card that stays is kept."""
