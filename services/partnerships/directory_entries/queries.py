"""What the public directory says beside cards, and the list of what differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select

from contracts.identifiers import Siret
from services.chassis.base.errors import NotFound
from services.chassis.base.keyset import Keyset
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.queries import site_label
from services.partnerships.acquaintances.tables import acquaintances
from services.partnerships.closures.store import closed_sites
from services.partnerships.companies.model.company import Company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.companies.tables.companies import companies, sites
from services.partnerships.directory_entries.model import Difference, Registration
from services.partnerships.directory_entries.store.differences import read_differences
from services.partnerships.directory_entries.store.entries import DirectoryEntries
from services.partnerships.directory_entries.tables import directory_entries

PAGE_LENGTH = 50
_PIECE = 200
_PIECES_MAX = 5
"""Cards are read that often for one page: the next page goes on."""
_ORDER = Keyset([companies.c.name_key], sites.c.site_id)


@dataclass(frozen=True)
class Registered:
    """What was read of one site, and what is still to decide there."""

    read: Registration
    differences: Sequence[Difference]


@dataclass(frozen=True)
class DifferingSite:
    """A line of the list."""

    company: Company
    site_id: UUID
    differences: Sequence[Difference]

    @property
    def label(self) -> str:
        """Which site of the company."""
        return site_label(self.company, self.company.site(self.site_id))


@dataclass(frozen=True)
class DifferingPage:
    """A page of the list; `after` leads to the next one, which may have nothing to show."""

    items: Sequence[DifferingSite]
    after: UUID | None


async def read_registered(uow: UnitOfWork, company: Company) -> Mapping[UUID, Registered]:
    """What was read of each site of a company, as long as it has the same SIRET."""
    read = await DirectoryEntries(uow).at([site.id for site in company.sites])
    left = await read_differences(uow, [company], read)
    return {
        site.id: Registered(read[site.id], left.get(site.id, ()))
        for site in company.sites
        if site.id in read and read[site.id].siret == site.details.siret
    }


async def read_siret(uow: UnitOfWork, company_id: UUID, site_id: UUID) -> Siret:
    """By what number the register knows a site. Raises NotFound."""
    siret = (await Companies(uow).get(company_id)).site(site_id).details.siret
    if siret is None:
        raise NotFound
    return siret


async def read_differing(uow: UnitOfWork, after: UUID | None = None) -> DifferingPage:
    """The sites of companies on the lycée's list that the register describes otherwise.

    What certainly is the same is left out by the database; spellings are compared here, piece by
    piece until a page is full, or for a while.
    """
    found: list[DifferingSite] = []
    for _ in range(_PIECES_MAX):
        statement = _ORDER.sort(_perhaps(uow)).limit(_PIECE)
        if after is not None:
            statement = _ORDER.after(statement, after)
        rows = (await uow.execute(statement)).all()
        known = {
            one.id: one for one in await Companies(uow).with_ids({row.company_id for row in rows})
        }
        left = await read_differences(uow, list(known.values()))
        found += [
            DifferingSite(known[row.company_id], row.site_id, left[row.site_id])
            for row in rows
            if row.site_id in left
        ]
        if len(found) > PAGE_LENGTH:
            return DifferingPage(found[:PAGE_LENGTH], found[PAGE_LENGTH - 1].site_id)
        if len(rows) < _PIECE:
            return DifferingPage(found, None)
        after = rows[-1].site_id
    return DifferingPage(found, after)


def _perhaps(uow: UnitOfWork) -> Select[Any]:
    own = select(acquaintances.c.company_id).where(acquaintances.c.uai.in_(uow.scope.uais))
    return (
        select(sites.c.site_id, sites.c.company_id)
        .join(companies, companies.c.company_id == sites.c.company_id)
        .join(directory_entries, directory_entries.c.site_id == sites.c.site_id)
        .where(
            companies.c.company_id.in_(own),
            directory_entries.c.found,
            directory_entries.c.siret == sites.c.siret,
            or_(*_unlike()),
        )
    )


def _unlike() -> Sequence[ColumnElement[bool]]:
    e = directory_entries.c
    pairs = (
        (e.name, companies.c.name),
        (e.legal_form, companies.c.legal_form),
        (e.diffusion, companies.c.diffusion),
        (e.unit_naf, companies.c.naf),
        (e.site_name, sites.c.name),
        (e.address, sites.c.address),
        (e.postcode, sites.c.postcode),
        (e.commune, sites.c.commune),
        (e.naf, func.coalesce(sites.c.naf, companies.c.naf)),
    )
    closed = e.closed & sites.c.site_id.not_in(closed_sites())
    return [closed, *(said.is_not(None) & said.is_distinct_from(ours) for said, ours in pairs)]
