"""What refers to companies, their sites and their contacts: each table says it of itself, beside its columns.

A merge moves what follows a card; undoing an import leaves alone what something of a bureau keeps; a contact who
asks is told what names them (droit d’accès). All three walk this register, and know no feature.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Select, Table, select

from services.partnerships.companies.tables.companies import companies, company_words, sites

Row = Mapping[str, Any]
Together = Callable[[Row, Row], dict[str, Any]]
Condition = Callable[[datetime], Collection[ColumnElement[bool]]]


class Keeps(StrEnum):
    """Why a row keeps the site it is about at the registry, or the contact it names."""

    TO_DO = "to do"
    """There is something to do there, or somebody was asked there."""
    PLACED = "placed"
    """Somebody's way leads there, or the company is engaged in something."""
    SAID = "said"
    """A bureau said something of it."""
    SAID_TO_ALL = "said to all"
    """The same, shown to all bureaux: another lycée's keeps it too."""
    ASKED = "asked"
    """The contact was sent a link that still opens a page, or a card to check."""
    NAMED = "named"
    """The contact is named beside something else."""


def no_condition(_: datetime) -> Collection[ColumnElement[bool]]:
    """Every row counts."""
    return ()


def stays_alone(_: Row, other: Row) -> dict[str, Any]:
    """Of two rows of one lycée, the one of the card that stays is kept."""
    return dict(other)


@dataclass(frozen=True)
class CompanyReference:
    """A table whose rows are about a company or one of its sites."""

    table: Table
    follows: bool = True
    """Whether they go over to the card theirs becomes; what was done to a card stays told of it."""
    together: Together = stays_alone
    """What two rows of one lycée become when their cards do."""
    keeps: Keeps | None = None
    where: Condition = no_condition
    """Which rows keep something, at one instant."""
    tutors: bool = False
    """Whether somebody of the site looks after a pupil: a contact there, the tracker alone knows which."""

    def sites(self, company_ids: Collection[UUID], now: datetime) -> Select[Any]:
        """The sites of these companies that rows are about: all of them where no site is named."""
        of = self.table.c
        there = sites.c.company_id.in_(company_ids)
        if "company_id" not in of:
            statement = select(sites.c.site_id).join(self.table, of.site_id == sites.c.site_id)
        elif "site_id" not in of:
            there = of.company_id.in_(company_ids)
            statement = select(sites.c.site_id).join(
                self.table, of.company_id == sites.c.company_id
            )
        else:
            there = of.company_id.in_(company_ids)
            statement = select(of.site_id)
        return statement.where(there, *self.where(now))


@dataclass(frozen=True)
class ContactReference:
    """A column that names a contact of a company, in a table that says which company."""

    column: Column[Any]
    keeps: Keeps | None = None
    where: Condition = no_condition
    told: bool = True
    """Whether a contact who asks what is kept about them is told the rows as they are."""
    named_by: Callable[[UUID], ColumnElement[bool]] | None = None
    """Which rows name a contact, where not the column alone says it."""

    def about(self, contact_id: UUID) -> ColumnElement[bool]:
        """The rows that name one contact."""
        return self.named_by(contact_id) if self.named_by else self.column == contact_id

    def contacts(self, company_ids: Collection[UUID], now: datetime) -> Select[Any]:
        """The contacts of these companies that rows name."""
        there = self.column.table.c.company_id.in_(company_ids)
        return select(self.column).where(there, *self.where(now))


class References:
    """All tables that refer to companies, and to contacts."""

    def __init__(self) -> None:
        self._companies: dict[str, CompanyReference] = {}
        self._contacts: dict[str, ContactReference] = {}

    def add(self, *references: CompanyReference | ContactReference) -> None:
        """Register what refers to companies and contacts; each table once, and each column."""
        for one in references:
            if isinstance(one, CompanyReference):
                self._companies[one.table.name] = one
            else:
                self._contacts[str(one.column)] = one

    def with_tutors(self) -> Iterator[CompanyReference]:
        """What leads to sites where a contact may look after a pupil."""
        return (one for one in self._companies.values() if one.tutors)

    def of(self, table: Table) -> CompanyReference:
        """What one table said of itself."""
        return self._companies[table.name]

    def to_companies(self) -> Collection[CompanyReference]:
        """What refers to companies or sites."""
        return self._companies.values()

    def to_contacts(self) -> Collection[ContactReference]:
        """What names contacts."""
        return self._contacts.values()

    def keeping(self, *because: Keeps) -> Iterator[CompanyReference]:
        """What keeps sites at the registry for one of these reasons."""
        return (one for one in self._companies.values() if one.keeps in because)

    def naming(self, because: Keeps) -> Iterator[ContactReference]:
        """What keeps contacts for that reason."""
        return (one for one in self._contacts.values() if one.keeps is because)


REFERENCES = References()
REFERENCES.add(
    # The cards themselves.
    *(CompanyReference(one, follows=False) for one in (companies, company_words, sites))
)
