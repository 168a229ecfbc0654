"""Commands of merges (fusions): two cards become one, and two again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.identifiers import CompanyId, SiteKey, Uai
from contracts.partnerships.companies import CompanyCorrectedV1
from contracts.partnerships.merges import CompanyMergedV1, MergeUndoneV1, SamePlace
from services.chassis.privacy.erasure import reach
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances, Lycees
from services.partnerships.actions.commands import publish_action
from services.partnerships.actions.store import Actions
from services.partnerships.base.calendar import local_date
from services.partnerships.closures.store import Closures
from services.partnerships.commitments.commands import plan_total
from services.partnerships.companies.model.card import Card
from services.partnerships.companies.model.company import Company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.exchanges.store.recount import reckon_again
from services.partnerships.merges.model import (
    CardsNotFollowed,
    Chosen,
    MergedCards,
    MergeOver,
    NotSeparable,
    OneCard,
    PartnershipOnEach,
    PlaceClosed,
    PlacePaused,
    Separated,
    merge,
    separate,
)
from services.partnerships.merges.store.company_references import Attached, Joined, Way
from services.partnerships.merges.store.merges import Merge, Merges
from services.partnerships.partnerships.store import Partnerships
from services.partnerships.pauses.store import Pauses
from services.partnerships.pressure.commands import publish_staff
from services.partnerships.pressure.store.hosting_limits import Staff


async def publish_merge(uow: UnitOfWork, *, joined: Collection[Joined], now: datetime) -> None:
    """Tell the totals of pledges, and the actions, that count one company less or more."""
    pledges = {(one.key["uai"], one.key["year"]) for one in joined if one.table == "tax_pledges"}
    for uai, year in sorted(pledges):
        await plan_total(uow, uai=Uai(uai), year=year, now=now)
    of_both = [one.key["action_id"] for one in joined if one.table == "action_companies"]
    actions = Actions(uow)
    for action_id in sorted(of_both, key=str):
        action = await actions.get_for_update(UUID(str(action_id)))
        action.count_again()
        await actions.save(action)
        await publish_action(uow, action=action, now=now)


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


async def undo_merge(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    merge_id: UUID,
    version: int,
    uai: Uai | None = None,
    now: datetime,
) -> UUID:
    """Bring back the card that went (fusion annulée), with what was attached to it; its id.

    What was changed on the card that stays since is kept there. Raises NotFound, MergeOver,
    StaleVersion, NotSeparable, CardsNotFollowed, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    companies = Companies(uow)
    await companies.lock_registration()
    stays = await companies.get_for_update(company_id)
    stays.expect(version, {})
    done = await Merges(uow).get(merge_id)
    if done.kept_id != stays.id:
        raise MergeOver
    known = {one.uai for one in (await Acquaintances(uow).of([stays.id]))[stays.id]}
    if lycee not in known:
        raise CardsNotFollowed
    separated = separate(stays, done.absorbed_id, done.absorbed_version, done.cards)
    await _check_free(companies, separated)
    await reach(uow, {*await Lycees(uow).all(), *known})
    await _record_undone(uow, done, separated, lycee, now)
    _publish_separated(uow, lycee, separated, now)
    return done.absorbed_id


async def _check_free(companies: Companies, separated: Separated) -> None:
    """Nobody else has the numbers by now. Raises NotSeparable."""
    cards = (separated.kept, separated.restored)
    sirens = [card.details.siren for card in cards if card.details.siren]
    keys = [site.key for card in cards for site in card.sites]
    others = await companies.resembling(sirens=sirens, keys=keys)
    if any(other.id != separated.kept.id for other in others):
        raise NotSeparable


async def _record_undone(
    uow: UnitOfWork, done: Merge, separated: Separated, lycee: Uai, now: datetime
) -> None:
    companies = Companies(uow)
    restored: Company = separated.restored
    # First: it gives up the numbers the other one takes again.
    await companies.save_all([separated.kept])
    await companies.add_all([restored])
    await companies.hand_over([site.id for site in restored.sites], restored.id)
    same = done.cards.same_places
    way = Way(done.id, restored.id, separated.kept.id, same)
    back = [site.id for site in restored.sites if site.id not in same]
    attached = Attached(uow, done.uai)
    await attached.move_back(way, back)
    await reckon_again(uow, {*same, *same.values()})
    await Merges(uow).close(done.id, now)
    await publish_merge(uow, joined=attached.joined, now=now)
    # What was told of the place that stays holds there until somebody states otherwise.
    for site, into in same.items():  # sites that are closed are not merged into others
        await Closures(uow).leave_at(into, site)
    staff = Staff(uow)
    went = [site for site, into in same.items() if await staff.leave_at(into, site)]
    stated = [restored.site(site) for site in went]
    await publish_staff(uow, uai=lycee, sites=stated, now=now)


def _publish_separated(uow: UnitOfWork, lycee: Uai, separated: Separated, now: datetime) -> None:
    today = local_date(now)
    for company in (separated.kept, separated.restored):
        facts = company.facts(today)
        uow.publish(CompanyCorrectedV1(**facts), version=company.version, uai=lycee)
    undone = MergeUndoneV1(
        company_id=CompanyId(separated.kept.id),
        restored_id=CompanyId(separated.restored.id),
        occurred_on=today,
    )
    uow.publish(undone, version=separated.kept.version, uai=lycee)
