"""Companies as the lycées know them: one card, and those a list shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, and_, any_, bindparam, func, select

from contracts.identifiers import CommuneCode, Siren, SiteKey, Uai
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Reading, Together
from services.chassis.reference.nomenclatures import activity_label, commune_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import (
    KNOWN,
    Acquaintance,
    Acquaintances,
    known_of,
)
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.model.company import Company, Site, SiteDetails
from services.partnerships.companies.store.companies import Companies
from services.partnerships.companies.tables.companies import companies, sites


@dataclass(frozen=True)
class KnownCompany:
    """A company, and which lycées know it."""

    company: Company
    own: Sequence[Acquaintance]
    """The lycées in scope that have it on their list."""
    known_by: Sequence[Acquaintance]

    @property
    def followed(self) -> bool:
        """Whether it is on a list of one's own."""
        return bool(self.own)

    @property
    def followed_by(self) -> frozenset[Uai]:
        """Every lycée that has it on its list."""
        return frozenset(one.uai for one in (*self.own, *self.known_by))

    @property
    def activity(self) -> str | None:
        """Label of its activity."""
        return activity_label(self.company.details.naf)

    def site_label(self, site_id: UUID) -> str:
        """How one of its sites is told from the others."""
        return site_label(self.company, self.company.site(site_id))


def likely(known: KnownCompany) -> str:
    """The lycée something noted at a company is for, as long as one alone has it on its list."""
    return known.own[0].uai if len(known.own) == 1 else ""


async def read_known(uow: UnitOfWork, company_id: UUID) -> KnownCompany:
    """A company and the lycées that know it. Raises NotFound."""
    company = await Companies(uow).get(company_id)
    known = (await Acquaintances(uow).of([company_id]))[company_id]
    own = uow.scope.uais
    return KnownCompany(
        company=company,
        own=[a for a in known if a.uai in own],
        known_by=[a for a in known if a.uai not in own],
    )


async def read_site_name(uow: UnitOfWork, site_key: SiteKey) -> tuple[UUID, str]:
    """The company of a site and the name to show for it. Raises NotFound."""
    found = await Companies(uow).site_by_key(site_key)
    if found is None:
        raise NotFound
    company = await Companies(uow).get(found[0])
    return company.id, company.details.name


def place_of(details: SiteDetails) -> str:
    """The commune as people call it, its code when its name is not known here."""
    return commune_name(details.commune) or details.locality or details.commune or ""


def site_label(company: Company, site: Site) -> str:
    """« Montauban », « Atelier, Moissac »: how a site is told from the others of its company."""
    words = [site.details.name, place_of(site.details)]
    return ", ".join(word for word in words if word) or company.details.name


@dataclass(frozen=True)
class Listed:
    """One line of the list; `known_by` tells the other lycées that know the company."""

    id: UUID
    name: str
    siren: Siren | None
    place: str
    commune: CommuneCode | None
    """Of its main site."""
    activity: str
    followed: bool
    last_on: date | None
    hosted: bool
    """Whether it hosted pupils of the lycée already."""
    own: Sequence[Acquaintance]
    """The lycées in scope that have it on their list."""
    known_by: Sequence[Acquaintance]


async def listed(uow: UnitOfWork, ids: Collection[UUID]) -> Sequence[Listed]:
    """These companies as lines of a list, in this order; those that are gone are left out."""
    if not ids:
        return []
    found = await _LISTED.of(uow, {"company_ids": list(ids)})
    rows, known = found[_LINES], found[KNOWN]
    own, today = uow.scope.uais, local_date(uow.now)
    return [_line(rows[i], known_of(known.get(i, ()), today), own) for i in ids if i in rows]


_MORE = sites.alias("more")
_LINES = Reading(
    select(
        companies.c.company_id,
        companies.c.name,
        companies.c.siren,
        func.coalesce(companies.c.naf, sites.c.naf).label("naf"),
        sites.c.commune,
        sites.c.locality,
        select(func.count())
        .where(_MORE.c.company_id == companies.c.company_id, _MORE.c.rank > 0)
        .scalar_subquery()
        .label("others"),
    )
    .join(sites, and_(sites.c.company_id == companies.c.company_id, sites.c.rank == 0))
    .where(companies.c.company_id == any_(bindparam("company_ids", type_=ARRAY(Uuid)))),
    lambda rows: {row.company_id: row for row in rows},
)
_LISTED = Together(_LINES, KNOWN)


def _line(row: Any, known: Sequence[Acquaintance], own: frozenset[Uai]) -> Listed:
    ours = [a for a in known if a.uai in own]
    place = commune_name(row.commune) or row.locality or row.commune or ""
    return Listed(
        id=row.company_id,
        name=row.name,
        siren=Siren(row.siren) if row.siren else None,
        place=f"{place} (+{row.others})" if row.others else place,
        commune=CommuneCode(row.commune) if row.commune else None,
        activity=activity_label(row.naf) or "",
        followed=bool(ours),
        own=ours,
        hosted=any(a.hosted_on and a.hosted_on <= a.today for a in ours),
        last_on=max((a.latest_on for a in ours if a.latest_on), default=None),
        known_by=[a for a in known if a.uai not in own],
    )
