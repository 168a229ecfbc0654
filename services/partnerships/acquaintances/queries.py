"""Companies as the lycées know them: one card, and those a list shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.identifiers import CommuneCode, Siren, SiteKey, Uai
from services.chassis.base.errors import NotFound
from services.chassis.reference.nomenclatures import activity_label, commune_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintance, Acquaintances
from services.partnerships.companies.model.company import Company, Site, SiteDetails
from services.partnerships.companies.store.companies import Companies


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
    found = {company.id: company for company in await Companies(uow).with_ids(ids)}
    known = await Acquaintances(uow).of(ids) if ids else {}
    return [_line(found[i], known[i], uow.scope.uais) for i in ids if i in found]


def _line(company: Company, known: Sequence[Acquaintance], own: frozenset[Uai]) -> Listed:
    ours = [a for a in known if a.uai in own]
    others = len(company.sites) - 1
    place = place_of(company.sites[0].details)
    return Listed(
        id=company.id,
        name=company.details.name,
        siren=company.details.siren,
        place=f"{place} (+{others})" if others else place,
        commune=company.sites[0].details.commune,
        activity=activity_label(company.details.naf or company.sites[0].details.naf) or "",
        followed=bool(ours),
        own=ours,
        hosted=any(a.hosted_on and a.hosted_on <= a.today for a in ours),
        last_on=max((a.latest_on for a in ours if a.latest_on), default=None),
        known_by=[a for a in known if a.uai not in own],
    )
