"""This service's copy of companies and sites, kept from what the partnership registry tells."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import SiteKey
from contracts.partnerships.companies import CompanyFacts
from contracts.words import first_words
from services.chassis.reference.nomenclatures import activity_label, commune_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.hosts.model import search_text, site_label
from services.internships.hosts.tables.care import closed_sites
from services.internships.hosts.tables.hosts import host_companies, host_sites
from services.internships.stays.model.states import HOSTED
from services.internships.stays.tables.placements import placements

FOUND_AT_MOST = 20
NO_FORMATIONS: Mapping[str, frozenset[str]] = MappingProxyType({})


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

    async def keep(self, facts: CompanyFacts, version: int) -> bool:
        """Keep a company's whole state, unless a newer one is already kept. Says whether it was."""
        company = insert(host_companies).values(
            company_id=facts.company_id,
            naf=facts.naf,
            public_name=facts.public_name,
            version=version,
        )
        kept = await self._uow.execute(
            company.on_conflict_do_update(
                index_elements=["company_id"],
                set_={
                    "naf": company.excluded.naf,
                    "public_name": company.excluded.public_name,
                    "version": company.excluded.version,
                },
                where=host_companies.c.version < company.excluded.version,
            ).returning(host_companies.c.company_id)
        )
        if kept.first() is None:
            return False
        await self._keep_sites(facts)
        return True

    async def _keep_sites(self, facts: CompanyFacts) -> None:
        await self._uow.execute(
            update(host_sites)
            .where(
                host_sites.c.company_id == facts.company_id,
                host_sites.c.site_id.not_in([site.site_id for site in facts.sites]),
            )
            .values(listed=False)
        )
        if not facts.sites:
            return
        sites = insert(host_sites).values(_site_rows(facts))
        columns = ("company_id", "site_key", "naf", "commune", "search_text", "listed")
        await self._uow.execute(
            sites.on_conflict_do_update(
                index_elements=["site_id"],
                set_={name: sites.excluded[name] for name in columns},
            )
        )


def _site_rows(facts: CompanyFacts) -> list[dict[str, Any]]:
    return [
        {
            "site_id": site.site_id,
            "company_id": facts.company_id,
            "site_key": site.site_key,
            "naf": site.naf,
            "commune": site.commune,
            "listed": True,
            "search_text": search_text(
                facts.public_name,
                activity_label(site.naf or facts.naf),
                commune_name(site.commune),
                site.site_key.siret,
            ),
        }
        for site in facts.sites
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
