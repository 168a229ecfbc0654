"""A bureau merges two cards that are one company's."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.identifiers import CompanyId, SiteKey, Uai
from contracts.partnerships.companies import CompanyCorrectedV1
from contracts.partnerships.merges import CompanyMergedV1, SamePlace
from services.chassis.privacy.erasure import reach
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances, Lycees
from services.partnerships.base.calendar import local_date
from services.partnerships.closures.store import Closures
from services.partnerships.companies.model.card import Card
from services.partnerships.companies.model.company import Company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.merges.commands.publish_merge import publish_merge
from services.partnerships.merges.model import (
    CardsNotFollowed,
    Chosen,
    MergedCards,
    OneCard,
    PartnershipOnEach,
    PlaceClosed,
    PlacePaused,
    merge,
)
from services.partnerships.merges.store.company_references import Attached, Way
from services.partnerships.merges.store.merges import Merge, Merges
from services.partnerships.partnerships.store import Partnerships
from services.partnerships.pauses.store import Pauses
from services.partnerships.pressure.commands.publish_staff import publish_staff
from services.partnerships.pressure.store.hosting_limits import Staff


@dataclass(frozen=True)
class Looked:
    """A card as somebody looked at it."""

    company_id: UUID
    version: int


async def merge_companies(
    uow: UnitOfWork,
    *,
    kept: Looked,
    absorbed: Looked,
    chosen: Chosen,
    uai: Uai | None = None,
    now: datetime,
) -> UUID:
    """Make one card of two (fiches fusionnées), with everything every lycée has there; its id.

    Raises NotFound, StaleVersion, OneCard, TwoCompanies, NotOnePlace, CardsNotFollowed,
    PartnershipOnEach, PlacePaused, PlaceClosed, SiretOfAnotherCompany, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    companies = Companies(uow)
    await companies.lock_registration()
    stays, goes = await _both(companies, kept, absorbed)
    known = await Acquaintances(uow).of({stays.id, goes.id})
    lycees = {one.uai for several in known.values() for one in several}
    if lycee not in lycees:
        raise CardsNotFollowed
    before, gone = Card.of(stays), Card.of(goes)
    merge(stays, goes, chosen)
    done = Merge(
        id=uow.new_id(),
        uai=lycee,
        kept_id=stays.id,
        absorbed_id=goes.id,
        merged_at=now,
        kept_version=stays.version,
        absorbed_version=goes.version,
        cards=MergedCards(before, Card.of(stays), gone, chosen.same_places),
    )
    await reach(uow, {*await Lycees(uow).all(), *lycees})
    await _check_bonds(uow, done)
    await _record_merge(uow, done, stays, now)
    _publish_merged_card(uow, done, stays, goes, now)
    return stays.id


async def _check_bonds(uow: UnitOfWork, done: Merge) -> None:
    """Raises PartnershipOnEach, PlacePaused, PlaceClosed."""
    if await Partnerships(uow).open_with_both(done.kept_id, done.absorbed_id):
        raise PartnershipOnEach
    paused = await Pauses(uow).at(list(done.cards.same_places))
    if any(paused.values()):
        raise PlacePaused(field="same")
    if await Closures(uow).at(list(done.cards.same_places)):
        raise PlaceClosed(field="same")


async def _both(companies: Companies, kept: Looked, absorbed: Looked) -> tuple[Company, Company]:
    """Both cards, in one order whoever merges them; nobody else changes them until the commit."""
    if kept.company_id == absorbed.company_id:
        raise OneCard
    looked = sorted((kept, absorbed), key=lambda one: one.company_id)
    found = {one.company_id: await companies.get_for_update(one.company_id) for one in looked}
    for one in looked:
        found[one.company_id].expect(one.version, {})
    return found[kept.company_id], found[absorbed.company_id]


async def _record_merge(uow: UnitOfWork, done: Merge, stays: Company, now: datetime) -> None:
    companies = Companies(uow)
    await Merges(uow).add(done)
    same = done.cards.same_places
    way = Way(done.id, done.absorbed_id, done.kept_id, same)
    staffed = await Staff(uow).at(same.values())
    attached = Attached(uow, done.uai)
    await attached.move(way)
    moving = [site.id for site in done.cards.absorbed.sites if site.id not in same]
    await companies.hand_over(moving, done.kept_id)
    await companies.remove(done.absorbed_id)
    await companies.save_all([stays])
    await publish_merge(uow, joined=attached.joined, now=now)
    stated = [stays.site(into) for into in same.values() if into not in staffed]
    await publish_staff(uow, uai=done.uai, sites=stated, now=now)


def _publish_merged_card(
    uow: UnitOfWork, done: Merge, stays: Company, goes: Company, now: datetime
) -> None:
    today = local_date(now)
    keys = {site.id: site.key for site in done.cards.absorbed.sites}
    for company in (goes, stays):
        facts = company.facts(today)
        uow.publish(CompanyCorrectedV1(**facts), version=company.version, uai=done.uai)
    uow.publish(
        CompanyMergedV1(
            company_id=CompanyId(done.kept_id),
            absorbed_id=CompanyId(done.absorbed_id),
            same_places=tuple(
                SamePlace(former_key=SiteKey(keys[site]), site_key=stays.site(into).key)
                for site, into in done.cards.same_places.items()
            ),
            occurred_on=today,
        ),
        version=stays.version,
        uai=done.uai,
    )
