"""Texts people write freely: each table says where its own are, beside its columns.

Whoever is named in one may ask for it, and to be erased from it: both walk this register, and know no feature.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    FromClause,
    Select,
    Table,
    Text,
    cast,
    literal,
    null,
    select,
)


@dataclass(frozen=True)
class FreeText:
    """A column with what somebody wrote, and how it is told of to whoever it names."""

    column: Column[Any]
    key: Column[Any]
    """The id it is found and erased under."""
    on: ColumnElement[Any]
    """The day it is of."""
    of: ColumnElement[Any] | str
    """What it is about: the name of a company, or what it is."""
    source: FromClause | None = None
    """The table with others beside, where `of` or `on` is of another one."""
    reason: ColumnElement[Any] | None = None
    """Of a pause: why, for some reasons are for some readers."""
    of_company: Callable[[UUID], ColumnElement[bool]] | None = None
    """Which rows are about a company, where no column says so."""

    @property
    def table(self) -> Table:
        """The table the text is kept in."""
        return self.key.table

    @property
    def says_its_company(self) -> bool:
        """Whether each row is about a company, or may be."""
        return "company_id" in self.table.c

    def select(self) -> Select[Any]:
        """Every text, in the columns all of them have."""
        of = literal(self.of) if isinstance(self.of, str) else self.of
        reason = cast(null(), Text) if self.reason is None else self.reason
        return select(
            self.key.label("interaction_id"),
            cast(self.on, Date).label("occurred_on"),
            self.column.label("note"),
            of.label("name"),
            self.table.c.uai,
            reason.label("reason"),
        ).select_from(self.table if self.source is None else self.source)

    def about(self, company_id: UUID) -> ColumnElement[bool] | None:
        """Which rows are about a company; None: none ever is."""
        if self.says_its_company:
            return self.table.c.company_id == company_id
        return self.of_company(company_id) if self.of_company else None


class FreeTexts:
    """All of them."""

    def __init__(self) -> None:
        self._all: list[FreeText] = []

    def add(self, *texts: FreeText) -> None:
        """Register the texts of one table."""
        self._all += texts

    def all(self) -> Collection[FreeText]:
        """Every one that was registered."""
        return self._all


FREE_TEXTS = FreeTexts()
