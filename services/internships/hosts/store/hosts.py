"""This service's copy of companies and sites, kept from what the partnership registry tells."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Table,
    Uuid,
    all_,
    any_,
    bindparam,
    false,
    or_,
    select,
    update,
)

from contracts.identifiers import SiteKey
from contracts.partnerships.companies import CompanyFacts
from contracts.words import first_words
from services.chassis.database.compiled_statements import Prepared
from services.chassis.database.copied_rows import CopiedRows, NewestRows
from services.chassis.reference.nomenclatures import activity_label, commune_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.hosts.model import search_text, site_label
from services.internships.hosts.tables import closed_sites, host_companies, host_sites
from services.internships.stays.model.states import HOSTED
from services.internships.stays.tables import placements

# Whatever the number of companies told together, one statement for each table.
_VERSIONS = Prepared(
    select(host_companies.c.company_id, host_companies.c.version)
    .where(host_companies.c.company_id == any_(bindparam("company_ids", type_=ARRAY(Uuid))))
    .order_by(host_companies.c.company_id)
    .with_for_update()
)
_UNLIST = Prepared(
    update(host_sites)
    .where(
        host_sites.c.company_id == any_(bindparam("company_ids", type_=ARRAY(Uuid))),
        host_sites.c.site_id != all_(bindparam("site_ids", type_=ARRAY(Uuid))),
        host_sites.c.listed,
    )
    .values(listed=false())
)


class _Sites(CopiedRows):
    """Sites: a company takes one from another by what was told later, whatever comes first."""

    def _where(self, table: Table, added: Any) -> ColumnElement[bool]:
        own = table.c.company_id == added.excluded.company_id
        return or_(own, table.c.told_at.is_(None), table.c.told_at <= added.excluded.told_at)


_COMPANIES = NewestRows(host_companies, "company_id", "naf", "public_name", "version")
_SITE_COLUMNS = (
    *("site_id", "company_id", "site_key", "naf", "commune", "search_text"),
    *("listed", "told_at"),
)
_SITES = _Sites(host_sites, *_SITE_COLUMNS)
_OLDER_SITES = CopiedRows(host_sites, *_SITE_COLUMNS, replaces=False)
FOUND_AT_MOST = 20
NO_FORMATIONS: Mapping[str, frozenset[str]] = MappingProxyType({})


@dataclass(frozen=True)
class CompanyVersion:
    """The state of a company, which of its states it is, and when it was told."""

    facts: CompanyFacts
    version: int
    told_at: datetime


@dataclass(frozen=True)
class Host:
    """A site where a pupil may be placed (lieu d'accueil), as it is shown here."""

    site_id: UUID
    site_key: SiteKey
    label: str
    commune: str | None
    activity: str | None
    named: bool
    """Whether the label is the company's name: the public one, or one the registry was asked for."""
    company_id: UUID
    """Whose card tells the rest."""

    def called(self, name: str | None) -> "Host":
        """The host by its company's name, when that is known."""
        return replace(self, label=name, named=True) if name else self


class Hosts:
    """The hosts every bureau of the department shares."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def by_key(self, site_key: SiteKey) -> Host | None:
        """The listed site with this key, unless no event told of it so far."""
        statement = _select().where(host_sites.c.site_key == site_key, host_sites.c.listed)
        row = (await self._uow.execute(statement)).first()
        return host(row) if row else None

    async def search(
        self, words: str, formations: Mapping[str, frozenset[str]] = NO_FORMATIONS
    ) -> Sequence[Host]:
        """Listed sites, open ones, that have all these words in their label, commune or SIRET.

        A word of `formations` is one too where a pupil of those (by MEF) was agreed to.
        """
        statement = _open()
        for word in first_words(search_text(words).split()):
            said = host_sites.c.search_text.contains(word, autoescape=True)
            hosting = self._hosting(formations.get(word, frozenset()))
            statement = statement.where(or_(said, hosting))
        statement = statement.order_by(host_sites.c.search_text).limit(FOUND_AT_MOST)
        return [host(row) for row in await self._uow.execute(statement)]

    async def open_with_ids(self, site_ids: Collection[UUID]) -> Sequence[Host]:
        """The listed sites among these that are open."""
        statement = _open().where(host_sites.c.site_id.in_(site_ids))
        return [host(row) for row in await self._uow.execute(statement)]

    def _hosting(self, mefs: frozenset[str]) -> ColumnElement[bool]:
        if not mefs:
            return false()
        hosted = select(placements.c.site_id).where(
            placements.c.uai.in_(self._uow.scope.uais),
            placements.c.mef.in_(sorted(mefs)),
            placements.c.status.in_(HOSTED),
        )
        return host_sites.c.site_id.in_(hosted)

    async def keep(
        self, told: Sequence[CompanyVersion]
    ) -> tuple[Sequence[CompanyVersion], Sequence[CompanyVersion]]:
        """Keep states of companies; the newest of each is shown, in whatever order they are told.

        Returns those that are newer than what was kept, what is shown last, and those that are older.
        """
        known = await self._versions({one.facts.company_id for one in told})
        newer = [one for one in told if one.version > known.get(one.facts.company_id, -1)]
        older = [one for one in told if one.version < known.get(one.facts.company_id, -1)]
        last = {one.facts.company_id: one for one in sorted(newer, key=lambda one: one.version)}
        shown = [one for one in newer if last[one.facts.company_id] is one]
        shown.sort(key=attrgetter("told_at"))
        passed = [one for one in newer if last[one.facts.company_id] is not one]
        await _COMPANIES.keep(self._uow, [_company_row(one) for one in shown])
        await self._unlist(shown)
        # A site its company no longer has stays readable, under past placements and by its key.
        await _OLDER_SITES.keep(self._uow, _site_rows(older, listed=False))
        rows = [*_site_rows(passed, listed=False), *_site_rows(shown, listed=True)]
        await _SITES.keep(self._uow, rows)
        return [*passed, *shown], older

    async def _versions(self, company_ids: Collection[UUID]) -> dict[UUID, int]:
        rows = await self._uow.run(_VERSIONS, {"company_ids": list(company_ids)})
        return {row.company_id: row.version for row in rows}

    async def _unlist(self, shown: Sequence[CompanyVersion]) -> None:
        company_ids = [one.facts.company_id for one in shown]
        site_ids = [site.site_id for one in shown for site in one.facts.sites]
        if shown:
            await self._uow.run(_UNLIST, {"company_ids": company_ids, "site_ids": site_ids})


def _company_row(told: CompanyVersion) -> dict[str, Any]:
    return {
        "company_id": told.facts.company_id,
        "naf": told.facts.naf,
        "public_name": told.facts.public_name,
        "version": told.version,
    }


def _site_rows(told: Sequence[CompanyVersion], *, listed: bool) -> list[dict[str, Any]]:
    return [
        {
            "site_id": site.site_id,
            "company_id": one.facts.company_id,
            "site_key": site.site_key,
            "naf": site.naf,
            "commune": site.commune,
            "listed": listed,
            "told_at": one.told_at,
            "search_text": search_text(
                one.facts.public_name,
                activity_label(site.naf or one.facts.naf),
                commune_name(site.commune),
                site.site_key.siret,
            ),
        }
        for one in told
        for site in one.facts.sites
    ]


HOST_COLUMNS = (
    host_sites.c.site_id,
    host_sites.c.site_key,
    host_sites.c.naf.label("site_naf"),
    host_sites.c.commune,
    host_companies.c.naf.label("company_naf"),
    host_companies.c.public_name,
    host_companies.c.company_id.label("host_company_id"),
)


def _select() -> Select[Any]:
    return select(*HOST_COLUMNS).join(
        host_companies, host_companies.c.company_id == host_sites.c.company_id
    )


def _open() -> Select[Any]:
    shut = select(closed_sites.c.site_id).where(closed_sites.c.closed_on.is_not(None))
    return _select().where(host_sites.c.listed, host_sites.c.site_id.not_in(shut))


def host(row: Any) -> Host:
    """Read the columns of HOST_COLUMNS."""
    activity, commune = activity_label(row.site_naf or row.company_naf), commune_name(row.commune)
    return Host(
        site_id=row.site_id,
        site_key=SiteKey(row.site_key),
        label=site_label(row.public_name, activity, commune),
        commune=commune,
        activity=activity,
        named=row.public_name is not None,
        company_id=row.host_company_id,
    )
