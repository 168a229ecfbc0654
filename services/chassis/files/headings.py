"""What a lycée said the headings of its files are: the same ones are read alike next time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column as TableColumn
from sqlalchemy import DateTime, MetaData, Table, Text, delete, select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.files.columns import Column
from services.chassis.unit_of_work.unit_of_work import UnitOfWork


def headings_table(metadata: MetaData) -> Table:
    """The table of a service that remembers headings."""
    return Table(
        "import_headings",
        metadata,
        TableColumn("uai", Text, primary_key=True),
        TableColumn("heading_key", Text(collation="C"), primary_key=True),
        TableColumn("heading", Text, nullable=False),
        # None: the column is left aside.
        TableColumn("field", Text),
        TableColumn("remembered_at", DateTime(timezone=True), nullable=False),
    )


@dataclass(frozen=True)
class RememberedHeading:
    """One heading, and the field it stands for (None: left aside)."""

    uai: Uai
    key: str
    heading: str
    field: str | None
    remembered_at: datetime


class Headings:
    """The headings the lycées in scope said something of."""

    def __init__(self, uow: UnitOfWork, table: Table) -> None:
        self._uow = uow
        self._table = table

    async def known(self, uai: Uai) -> dict[str, str | None]:
        """The field of each heading, by key."""
        columns = self._table.c
        statement = select(columns.heading_key, columns.field).where(columns.uai == uai)
        return {row.heading_key: row.field for row in await self._uow.execute(statement)}

    async def remember(self, uai: Uai, columns: Sequence[Column], now: datetime) -> None:
        """Keep what these columns were said to be, instead of what was said before."""
        rows = [
            {
                "uai": uai,
                "heading_key": column.key,
                "heading": column.heading,
                "field": column.field,
                "remembered_at": now,
            }
            for column in columns
            if column.key
        ]
        statement = insert(self._table)
        changed = ("heading", "field", "remembered_at")
        if rows:
            await self._uow.execute(
                statement.on_conflict_do_update(
                    index_elements=["uai", "heading_key"],
                    set_={name: statement.excluded[name] for name in changed},
                ),
                rows,
            )

    async def forget(self, uai: Uai, key: str) -> None:
        """Remember it no longer."""
        own = (self._table.c.uai == uai, self._table.c.heading_key == key)
        await self._uow.execute(delete(self._table).where(*own))

    async def unlearn(
        self, uai: Uai, keys: Sequence[str], *, since: datetime, until: datetime
    ) -> None:
        """Remember no longer what was said of these between two instants."""
        columns = self._table.c
        own = (columns.uai == uai, columns.heading_key.in_(list(keys)))
        said = columns.remembered_at.between(since, until)
        await self._uow.execute(delete(self._table).where(*own, said))

    async def page(self, after: str, limit: int) -> Sequence[RememberedHeading]:
        """Headings that come after one, in alphabetical order (`<key> <uai>`)."""
        rank = self._table.c.heading_key + " " + self._table.c.uai
        statement = select(self._table).where(rank > after).order_by(rank).limit(limit)
        return [
            RememberedHeading(
                Uai(row.uai), row.heading_key, row.heading, row.field, row.remembered_at
            )
            for row in await self._uow.execute(statement)
        ]


def said_of(columns: Sequence[Column], fields: Mapping[int, str | None]) -> list[Column]:
    """The columns once somebody said what they are (`fields`, by index)."""
    return [
        Column(
            c.index, c.heading, c.key, c.samples, fields.get(c.index), sure=True, hidden=c.hidden
        )
        for c in columns
    ]
