"""A bureau takes back a merge: two cards again (annuler la fusion, séparer)."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import CompanyId, Uai
from contracts.partnerships.companies import CompanyCorrectedV1
from contracts.partnerships.merges import MergeUndoneV1
from services.chassis.privacy.erasure import reach
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances, Lycees
from services.partnerships.base.calendar import local_date
from services.partnerships.closures.store import Closures
from services.partnerships.companies.model.company import Company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.exchanges.store.recount import reckon_again
from services.partnerships.merges.commands.publish_merge import publish_merge
from services.partnerships.merges.model import (
    CardsNotFollowed,
    MergeOver,
    NotSeparable,
    Separated,
    separate,
)
from services.partnerships.merges.store.company_references import Attached, Way
from services.partnerships.merges.store.merges import Merge, Merges
from services.partnerships.pressure.commands.publish_staff import publish_staff
from services.partnerships.pressure.store.hosting_limits import Staff


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
