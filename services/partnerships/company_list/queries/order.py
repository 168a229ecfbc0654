"""What the list of companies is filtered and sorted by, as conditions of a statement."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Subquery,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
)

from contracts.identifiers import Uai
from contracts.partnerships.partnerships import PartnershipStage
from services.chassis.reference.nomenclatures.nearby import communes_within
from services.partnerships.acquaintances.tables import acquaintances
from services.partnerships.activities.model.sectors import divisions
from services.partnerships.capacities.model import month_of
from services.partnerships.capacities.store import offering
from services.partnerships.capacities.tables import capacities
from services.partnerships.closures.store import closed_sites
from services.partnerships.companies.tables.companies import companies, sites
from services.partnerships.partnerships.tables import partnerships
from services.partnerships.places.tables import places
from services.partnerships.pressure.model import WINDOW
from services.partnerships.pressure.tables import solicitations
from services.partnerships.territories.tables import STANDING_LEADS, territories

NEVER = date(1, 1, 1)


class CompanyOrder(StrEnum):
    """What the list can be sorted by; names are those of addresses."""

    NAME = "nom"
    COMMUNE = "commune"
    LAST = "echange"


class LastExchange(StrEnum):
    """How long ago the lycée last heard of a company."""

    NEVER = "jamais"
    OVER_A_YEAR = "an"
    OVER_SIX_MONTHS = "semestre"
    THIS_MONTH = "mois"


class Lead(StrEnum):
    """Who leads with a company (chef de file)."""

    OURS = "nous"
    OTHERS = "autre"
    NOBODY = "personne"


NO_PARTNERSHIP = "aucun"


@dataclass(frozen=True)
class CompanyFilter:
    """What the bureau asked to see; the default is everything, by name."""

    order: CompanyOrder = CompanyOrder.NAME
    descending: bool = False
    commune: str = ""
    section: str = ""
    last: LastExchange | None = None
    hosted: bool = False
    nowhere: bool = False
    """In a commune nobody knows: no company is there."""
    within_km: int = 0
    """Around the commune, where one is asked for."""
    territory: bool = False
    calm: bool = False
    """Nobody asked any of its sites within 30 days."""
    places_left: bool = False
    mef: str = ""
    """A formation it hosts, or offers places for."""
    mef_places: tuple[UUID, ...] = ()
    """The places of that formation hosts agreed to, as the internship tracker tells them."""
    spoke_since: date | None = None
    silent_since: date | None = None
    """Not one exchange from that day on."""
    stage: str = ""
    """Of the partnership; `NO_PARTNERSHIP` where none is open."""
    lead: Lead | None = None
    hosts_called: tuple[tuple[str, tuple[UUID, ...]], ...] = ()
    """Companies that answer to a word of the search, for they host the formation it names."""
    any_of: tuple["CompanyFilter", ...] = ()
    """Besides, all that one of these asks for; their order is nothing."""

    @property
    def needs_acquaintances(self) -> bool:
        """Whether the lycée's own dates are part of the question."""
        return (
            self.order is CompanyOrder.LAST
            or self.last is not None
            or self.hosted
            or self.spoke_since is not None
            or self.silent_since is not None
            or any(one.needs_acquaintances for one in self.any_of)
        )


ALL_BY_NAME = CompanyFilter()


def by_hosts(hosts: Mapping[str, tuple[UUID, ...]]) -> CompanyFilter:
    """Everything by name, where a word may name a formation and be of who hosts it."""
    return CompanyFilter(hosts_called=tuple(sorted(hosts.items())))


def company_conditions(
    asked: CompanyFilter, known: Subquery | None, own: Collection[Uai], today: date
) -> Iterator[ColumnElement[bool]]:
    """What is asked of a company as a whole; `known`: its last signs of life, where needed."""
    yield from _conditions(asked, known, today)
    if asked.places_left:
        yield companies.c.company_id.in_(offering(sorted(own), month_of(today)))
    if asked.calm:
        pressed = select(solicitations.c.site_id).where(
            solicitations.c.solicited_on > today - WINDOW
        )
        yield ~has_site([sites.c.site_id.in_(pressed)])
    yield from _followed(asked, own)


def site_conditions(
    asked: CompanyFilter, there: FromClause, own: Collection[Uai], today: date
) -> Iterator[ColumnElement[bool]]:
    """What is asked of one of its sites: all of it of the same one."""
    if asked.commune:
        around = communes_within(asked.commune, asked.within_km)
        yield there.c.commune.in_(sorted(around if asked.within_km else {asked.commune}))
    if asked.territory:
        ours = select(territories.c.commune).where(territories.c.uai.in_(list(own)))
        yield there.c.commune.in_(ours)
    if asked.mef:
        yield _hosts_formation(asked, there.c.site_id, list(own), today)


def has_site(conditions: Collection[ColumnElement[bool]]) -> ColumnElement[bool]:
    """That one of its sites answers all of them."""
    return companies.c.company_id.in_(select(sites.c.company_id).where(*conditions))


def _conditions(
    asked: CompanyFilter, known: Subquery | None, today: date
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.nowhere:
        found.append(false())
    if asked.section:
        naf = func.left(func.coalesce(companies.c.naf, sites.c.naf), 2)
        found.append(naf.in_(divisions(asked.section)))
    if known is not None and asked.last is not None:
        found.append(_last(asked.last, func.coalesce(known.c.latest_on, NEVER), today))
    if known is not None and asked.hosted:
        found.append(known.c.has_hosted.is_(True))
    if known is not None and asked.spoke_since is not None:
        found.append(known.c.latest_on >= asked.spoke_since)
    if known is not None and asked.silent_since is not None:
        found.append(func.coalesce(known.c.latest_on, NEVER) < asked.silent_since)
    return found


def _followed(asked: CompanyFilter, own: Collection[Uai]) -> Iterator[ColumnElement[bool]]:
    """What the lycées themselves keep of it: the partnership, the lead."""
    company, ours = companies.c.company_id, list(own)
    if asked.stage:
        stage = partnerships.c.stage
        theirs = select(partnerships.c.company_id).where(partnerships.c.uai.in_(ours))
        if asked.stage == NO_PARTNERSHIP:
            yield ~company.in_(theirs.where(stage != PartnershipStage.ENDED.value))
        else:
            yield company.in_(theirs.where(stage == asked.stage))
    if asked.lead is not None:
        leads = select(STANDING_LEADS.c.company_id)
        if asked.lead is Lead.NOBODY:
            yield ~company.in_(leads)
        else:
            is_ours = STANDING_LEADS.c.uai.in_(ours)
            yield company.in_(leads.where(is_ours if asked.lead is Lead.OURS else ~is_ours))


def _hosts_formation(
    asked: CompanyFilter, site: ColumnElement[UUID], ours: list[Uai], today: date
) -> ColumnElement[bool]:
    """Places it offers for the formation or for all, or its pupils were agreed at. Closed sites and
    past offers aside.
    """
    offers = select(capacities.c.site_id).where(
        capacities.c.uai.in_(ours),
        or_(capacities.c.mef == asked.mef, capacities.c.mef.is_(None)),
        capacities.c.to_month >= month_of(today),
    )
    hosts = select(places.c.site_id).where(
        places.c.uai.in_(ours), places.c.placement_id.in_(asked.mef_places)
    )
    told = or_(site.in_(offers), site.in_(hosts)) if asked.mef_places else site.in_(offers)
    return and_(told, site.not_in(closed_sites()))


def _last(asked: LastExchange, on: ColumnElement[Any], today: date) -> ColumnElement[bool]:
    if asked is LastExchange.NEVER:
        return on == NEVER
    if asked is LastExchange.THIS_MONTH:
        return on > today - timedelta(days=30)
    days = 365 if asked is LastExchange.OVER_A_YEAR else 182
    return and_(on != NEVER, on <= today - timedelta(days=days))


def known_to(own: Collection[Uai], today: date) -> Subquery:
    """Of each company the lycées in scope know: their last sign of life, if an open site hosted."""
    spoke, hosted = acquaintances.c.last_on, acquaintances.c.hosted_on
    over = case((hosted <= today, hosted))
    may_host = (hosted <= today) & acquaintances.c.site_id.not_in(closed_sites())
    return (
        select(
            acquaintances.c.company_id,
            func.max(func.greatest(case((spoke <= today, spoke)), over)).label("latest_on"),
            func.bool_or(func.coalesce(may_host, literal(False))).label("has_hosted"),
        )
        .where(acquaintances.c.uai.in_(list(own)))
        .group_by(acquaintances.c.company_id)
        .subquery("known")
    )
