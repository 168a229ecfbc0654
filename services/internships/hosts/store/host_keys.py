"""Which site each key leads to: one site may have been told under several."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, Text, bindparam, select, update

from contracts.identifiers import SiteKey
from contracts.partnerships.companies import CompanyFacts
from services.chassis.database.copied_rows import CopiedRows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.hosts.tables import host_keys

K = host_keys.c


def site_of(key: str) -> ScalarSelect[UUID]:
    """The site the key in this parameter of a statement leads to."""
    return select(K.site_id).where(K.site_key == bindparam(key, type_=Text)).scalar_subquery()


def one_of_its_keys(column: ColumnElement[Any], key: str) -> ColumnElement[bool]:
    """Whether a column holds a key of the site the key in this parameter leads to."""
    others: Select[Any] = select(K.site_key).where(K.site_id == site_of(key))
    return column.in_(others)


_COLUMNS = ("site_key", "site_id", "absorbed_id", "was_id")
_KEYS = CopiedRows(host_keys, *_COLUMNS)
_OLDER_KEYS = CopiedRows(host_keys, *_COLUMNS, replaces=False)


def _rows(told: Sequence[CompanyFacts]) -> list[dict[str, Any]]:
    where = [(site.site_key, site.site_id) for one in told for site in one.sites]
    return [
        {"site_key": key, "site_id": site_id, "absorbed_id": None, "was_id": None}
        for key, site_id in where
    ]


class HostKeys:
    """The keys of hosts, from all lycées."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def keep(self, newer: Sequence[CompanyFacts], older: Sequence[CompanyFacts]) -> None:
        """The keys a company states are those of its sites; the former ones go on leading there.

        Those of an older state do too, where nothing is known of them.
        """
        await _OLDER_KEYS.keep(self._uow, _rows(older))
        await _KEYS.keep(self._uow, _rows(newer))

    async def find(self, key: SiteKey) -> UUID | None:
        """The site a key leads to, unless nothing was told of it so far."""
        return (await self._uow.execute(select(K.site_id).where(K.site_key == key))).scalar()

    async def join(self, absorbed_id: UUID, site_id: UUID, into_id: UUID) -> None:
        """Have all keys of a site lead to the one it was merged into."""
        moved = update(host_keys).where(K.site_id == site_id)
        await self._uow.execute(
            moved.values(site_id=into_id, was_id=K.site_id, absorbed_id=absorbed_id)
        )

    async def part(self, absorbed_id: UUID) -> None:
        """Have the keys of a card that is back lead where they led."""
        back = update(host_keys).where(K.absorbed_id == absorbed_id)
        await self._uow.execute(back.values(site_id=K.was_id, was_id=None, absorbed_id=None))
