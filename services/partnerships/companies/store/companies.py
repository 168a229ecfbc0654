"""Companies and sites: the shared registry."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select, text, update
from sqlalchemy.dialects.postgresql import Insert, insert

from contracts.identifiers import CommuneCode, Naf, Siren, Siret, SiteKey
from contracts.partnerships.companies import Diffusion, LegalForm
from services.chassis.base.errors import Moved, NotFound
from services.chassis.database.readings import Reading
from services.chassis.reference.nomenclatures import commune_name, postcodes_of
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.activities.store import activity_word
from services.partnerships.base.asked import COMPANY, ONE_OF_COMPANIES
from services.partnerships.base.chunks import in_pieces
from services.partnerships.base.text import plain
from services.partnerships.companies.model.company import Company, CompanyDetails, Site, SiteDetails
from services.partnerships.companies.store.former_cards import (
    absorbing,
    absorbing_site,
    absorbing_site_of,
)
from services.partnerships.companies.store.resemblance import RESEMBLING
from services.partnerships.companies.tables.companies import companies, company_words, sites

# Two bureaux that register the same company at the same time must see one another.
_REGISTERING = text("SELECT pg_advisory_xact_lock(hashtext('partnerships.registering'))")


def _keep_sites() -> Insert:
    statement = insert(sites)
    kept = [column.name for column in sites.c if column.name not in ("site_id", "company_id")]
    return statement.on_conflict_do_update(
        index_elements=["site_id"], set_={name: statement.excluded[name] for name in kept}
    )


# Building it takes longer than any other statement of a company created: made once.
_KEEP_SITES = _keep_sites()

COMPANY_ROW = Reading(
    select(companies).where(companies.c.company_id == COMPANY), lambda rows: next(iter(rows), None)
)
SITES = Reading(
    select(sites).where(sites.c.company_id == ONE_OF_COMPANIES).order_by(sites.c.rank),
    lambda rows: [(row.company_id, Site(row.site_id, site_details(row))) for row in rows],
)
"""The sites of companies, each with whose it is; those of a company in their order."""


class Companies:
    """Every company of the registry, whoever registered it."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def lock_registration(self) -> None:
        """Wait until no other transaction registers companies; held until the commit."""
        await self._uow.execute(_REGISTERING)

    async def get(self, company_id: UUID) -> Company:
        """Raises NotFound."""
        return await self._with_row(
            company_id, await COMPANY_ROW.of(self._uow, {"company_id": company_id})
        )

    async def get_for_update(self, company_id: UUID) -> Company:
        """Raises NotFound. Nobody else changes the company until the commit."""
        statement = select(companies).where(companies.c.company_id == company_id)
        row = (await self._uow.execute(statement.with_for_update())).first()
        return await self._with_row(company_id, row)

    async def with_ids(self, company_ids: Collection[UUID]) -> Sequence[Company]:
        """These companies, in no promised order."""
        found: list[Company] = []
        async for piece in in_pieces(list(company_ids)):
            those = companies.c.company_id.in_(piece)
            rows = (await self._uow.execute(select(companies).where(those))).all()
            found += await self._with_sites(rows)
        return found

    async def resembling(
        self,
        *,
        sirens: Collection[str] = (),
        keys: Collection[str] = (),
        names: Collection[tuple[str, str]] = (),
        placeless: Collection[str] = (),
    ) -> Sequence[Company]:
        """Companies that have one of these SIREN, site keys, (name_key, place_key) pairs, or one of
        these names and a site of which nobody said where it is.
        """
        paired = list(names)
        asked = {
            "sirens": list(sirens),
            "site_keys": list(keys),
            "name_keys": [name for name, _ in paired],
            "place_keys": [place for _, place in paired],
            "placeless": list(placeless),
        }
        if not any(asked.values()):
            return ()
        found = await self._uow.run(RESEMBLING, asked)
        return await self.with_ids(set(found.scalars()))

    async def site_by_key(self, key: SiteKey, *, lock: bool = False) -> tuple[UUID, UUID] | None:
        """Ids of the company and site a key stands for. A site keeps answering to its internal key
        once its SIRET is known. `lock`: nobody takes it away until the commit.
        """
        condition = sites.c.site_key == key
        if key.siret is None:
            condition |= sites.c.site_id == UUID(key.removeprefix("local:"))
        statement = select(sites.c.company_id, sites.c.site_id).where(condition)
        row = (await self._uow.execute(statement)).first()
        if row is None:
            return await self._site_that_became_another(key)
        if lock:
            # The company first, as whoever takes it away does: they would wait for each other.
            company = select(companies.c.company_id).where(companies.c.company_id == row.company_id)
            await self._uow.execute(company.with_for_update(read=True, key_share=True))
            locked = statement.with_for_update(read=True, key_share=True)
            row = (await self._uow.execute(locked)).first()
        return (row.company_id, row.site_id) if row else None

    async def _site_that_became_another(self, key: SiteKey) -> tuple[UUID, UUID] | None:
        """Two cards had it, and became one: its key leads to the site that stayed."""
        into = await absorbing_site(self._uow, key)
        while into is not None:
            statement = select(sites.c.company_id, sites.c.site_id).where(sites.c.site_id == into)
            row = (await self._uow.execute(statement)).first()
            if row is not None:
                return row.company_id, row.site_id
            into = await absorbing_site_of(self._uow, into)
        return None

    async def add_all(self, added: Sequence[Company]) -> None:
        """Record new companies with their sites."""
        async for piece in in_pieces(added):
            await self._uow.execute(insert(companies), [_company_row(c) for c in piece])
            await self._keep_sites(piece)
            await self._add_words(piece)

    async def save_all(self, changed: Sequence[Company]) -> None:
        """Record the present state of known companies."""
        columns = ("name", "name_key", "siren", "legal_form", "diffusion", "naf", "version")
        statement = (
            update(companies)
            .where(companies.c.company_id == bindparam("of"))
            .values({name: bindparam(name) for name in columns})
        )
        async for piece in in_pieces(changed):
            rows = [{"of": company.id, **_company_row(company)} for company in piece]
            await self._uow.execute(
                statement, [{k: v for k, v in row.items() if k != "company_id"} for row in rows]
            )
            await self._keep_sites(piece)
            of = company_words.c.company_id.in_([company.id for company in piece])
            await self._uow.execute(delete(company_words).where(of))
            await self._add_words(piece)

    async def hand_over(self, site_ids: Collection[UUID], company_id: UUID) -> None:
        """Make these the sites of another company."""
        those = sites.c.site_id.in_(list(site_ids))
        await self._uow.execute(update(sites).where(those).values(company_id=company_id))

    async def remove(self, company_id: UUID) -> None:
        """Take a card, to which nothing is attached any more, and its sites off the registry."""
        for table in (company_words, sites, companies):
            await self._uow.execute(delete(table).where(table.c.company_id == company_id))

    async def _add_words(self, of: Sequence[Company]) -> None:
        rows = [row for company in of for row in _word_rows(company)]
        await self._uow.execute(insert(company_words), rows)

    async def _keep_sites(self, of: Sequence[Company]) -> None:
        rows = [
            _site_row(company, rank, s) for company in of for rank, s in enumerate(company.sites)
        ]
        await self._uow.execute(_KEEP_SITES, rows)

    async def _with_row(self, company_id: UUID, row: Any) -> Company:
        if row is None:
            if kept_id := await absorbing(self._uow, company_id):
                raise Moved(company_id, kept_id)
            raise NotFound
        (company,) = await self._with_sites([row])
        return company

    async def _with_sites(self, rows: Sequence[Any]) -> Sequence[Company]:
        ids = [row.company_id for row in rows]
        found: dict[UUID, list[Site]] = {company_id: [] for company_id in ids}
        for company_id, site in await SITES.of(self._uow, {"company_ids": ids}):
            found[company_id].append(site)
        return [
            Company(row.company_id, company_details(row), found[row.company_id], row.version)
            for row in rows
        ]


def company_details(row: Any) -> CompanyDetails:
    """Read the columns of `companies`."""
    return CompanyDetails(
        name=row.name,
        siren=Siren(row.siren) if row.siren else None,
        legal_form=LegalForm(row.legal_form),
        diffusion=Diffusion(row.diffusion),
        naf=Naf(row.naf) if row.naf else None,
    )


def site_details(row: Any) -> SiteDetails:
    """Read the columns of `sites`."""
    return SiteDetails(
        siret=Siret(row.siret) if row.siret else None,
        name=row.name,
        address=row.address,
        postcode=row.postcode,
        commune=CommuneCode(row.commune) if row.commune else None,
        locality=row.locality,
        naf=Naf(row.naf) if row.naf else None,
        phone=row.phone,
        mail=row.mail,
    )


def words_of(company: Company) -> frozenset[str]:
    """Everything a company can be found by: communes' names and postcodes, and what it does."""
    communes = (commune_name(site.details.commune) for site in company.sites)
    codes = (company.details.naf, *(site.details.naf for site in company.sites))
    return (
        company.search_words
        | {word for name in communes if name for word in plain(name).split()}
        | {activity_word(naf) for naf in codes if naf}
        | {postcode for site in company.sites for postcode in _postcodes(site.details)}
    )


def _postcodes(details: SiteDetails) -> Sequence[str]:
    """The postcode of a site's address; those of its commune where nobody said."""
    if details.postcode:
        return plain(details.postcode).split()
    return postcodes_of(details.commune)


def _company_row(company: Company) -> dict[str, Any]:
    return {
        "company_id": company.id,
        "name_key": company.name_key,
        "version": company.version,
        **vars(company.details),
    }


def _site_row(company: Company, rank: int, site: Site) -> dict[str, Any]:
    return {
        "site_id": site.id,
        "company_id": company.id,
        "rank": rank,
        "site_key": site.key,
        "place_key": site.details.place,
        **vars(site.details),
    }


def _word_rows(company: Company) -> Iterable[dict[str, Any]]:
    return ({"word": word, "company_id": company.id} for word in sorted(words_of(company)))
