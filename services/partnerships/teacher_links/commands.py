"""Commands of links of teachers (liens des professeurs): given, closed; what they bring, accepted or refused."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contracts.elision import elided
from contracts.identifiers import TeacherLinkId, Uai
from contracts.partnerships.companies import InteractionKind, InteractionOutcome, InteractionPurpose
from contracts.partnerships.teacher_links import TeacherLinkSentV1
from services.chassis.reference.nomenclatures.towns import meant_by
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.commands import follow_company
from services.partnerships.base.calendar import local_date
from services.partnerships.base.phones import phone_number
from services.partnerships.companies.model.company import Company, CompanyDetails, SiteDetails
from services.partnerships.companies.store.companies import Companies
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.duplicates.commands import register_company
from services.partnerships.exchanges.commands import log_interaction
from services.partnerships.exchanges.model import Exchange
from services.partnerships.sharing.store import Objections
from services.partnerships.teacher_links.model import (
    LINK_LASTS,
    WAITING_MAX,
    Accepted,
    AlreadySettled,
    Brought,
    Settled,
    TeacherLink,
    TeacherLinkNotOpen,
    TooMuchBrought,
    who_and_number,
)
from services.partnerships.teacher_links.store import BroughtThings, T, TeacherLinks, reached_at
from services.partnerships.ways.commands import say_way
from services.partnerships.ways.store import Ways


async def accept_brought(
    uow: UnitOfWork, *, brought_id: UUID, company_id: UUID | None, now: datetime
) -> Accepted:
    """Add it to a card, or to a new one without `company_id`.

    The lycée says from then on who brought it, unless it says so of somebody else. Raises NotFound,
    AlreadySettled.
    """
    things = BroughtThings(uow)
    one = await things.get_for_update(brought_id)
    one.expect_waiting()
    card_id = company_id or await _registered(uow, one, now)
    company = await Companies(uow).get(card_id)
    await follow_company(uow, company_id=company.id, uai=one.uai)
    objected = await _reached(uow, one, company)
    await _by_whom(uow, one, company, now)
    if one.outcome is not None:
        exchange = Exchange(
            kind=InteractionKind.CALL,
            purpose=InteractionPurpose.PFMP,
            outcome=one.outcome,
            occurred_on=local_date(one.brought_at),
            note=_told(one),
        )
        await log_interaction(
            uow, company_id=company.id, exchange=exchange, uais=[one.uai], now=now
        )
    await things.settle(one.id, Settled.ACCEPTED, now=now)
    return Accepted(company.id, without_contact=objected)


async def _registered(uow: UnitOfWork, one: Brought, now: datetime) -> UUID:
    meant = meant_by(one.town)
    return await register_company(
        # The bureau has just read which cards look alike.
        uow,
        details=CompanyDetails(name=one.company),
        main=SiteDetails(commune=meant.commune, locality=meant.locality, postcode=meant.postcode),
        distinct=True,
        uai=one.uai,
        now=now,
    )


async def _reached(uow: UnitOfWork, one: Brought, company: Company) -> bool:
    """Whoever can be reached becomes a contact of the lycée: somebody, or their number.

    True when they objected: then they become none.
    """
    if not one.reach:
        return False
    who, typed = who_and_number(one.reach)
    try:
        phone = phone_number(typed) if typed else None
    except ValueError:  # kept as it was typed: the bureau calls, and sees
        who, phone = one.reach, None
    details = ContactDetails(name=who or f"Contact {elided(one.teacher)}", phone=phone)
    if await Objections(uow).of(details):
        return True
    site_id = company.sites[0].id
    await add_contact(uow, company_id=company.id, site_id=site_id, details=details, uai=one.uai)
    return False


async def _by_whom(uow: UnitOfWork, one: Brought, company: Company, now: datetime) -> None:
    said = [way for way in await Ways(uow).of(company.id) if way.uai == one.uai]
    brought_by = said[0].brought_by if said else None
    through = said[0].through if said else None
    if one.outcome is None:
        brought_by = brought_by or one.teacher
        through = through or (one.teacher if one.through else None)
        await say_way(
            uow,
            company_id=company.id,
            uai=one.uai,
            brought_by=brought_by,
            through=through,
            now=now,
        )


def _told(one: Brought) -> str:
    by = f"Appel {elided(one.teacher)}"
    return f"{by}\u202f: {one.note}" if one.note else f"{by}."


async def bring_call(
    uow: UnitOfWork,
    *,
    link_id: UUID,
    company: str,
    outcome: InteractionOutcome,
    note: str | None,
    now: datetime,
) -> None:
    """Leave it to be looked at by the bureau (appel raconté par un professeur).

    Raises NotFound, TeacherLinkOver, TooMuchBrought.
    """
    link = await TeacherLinks(uow).get(link_id, lock=True)
    link.expect_open(now)
    things = BroughtThings(uow)
    if await things.count_waiting(link.id) >= WAITING_MAX:
        raise TooMuchBrought
    await things.add(
        Brought(
            id=uow.new_id(),
            uai=link.uai,
            link_id=link.id,
            teacher=link.name,
            company=company,
            outcome=outcome,
            note=note,
            brought_at=now,
        )
    )


async def bring_company(
    uow: UnitOfWork,
    *,
    link_id: UUID,
    company: str,
    town: str,
    reach: str,
    through: bool,
    now: datetime,
) -> None:
    """Leave it to be looked at by the bureau (apportée par un professeur).

    Raises NotFound, TeacherLinkOver, TooMuchBrought.
    """
    link = await TeacherLinks(uow).get(link_id, lock=True)
    link.expect_open(now)
    things = BroughtThings(uow)
    if await things.count_waiting(link.id) >= WAITING_MAX:
        raise TooMuchBrought
    await things.add(
        Brought(
            id=uow.new_id(),
            uai=link.uai,
            link_id=link.id,
            teacher=link.name,
            company=company,
            town=town,
            reach=reach,
            through=through,
            brought_at=now,
        )
    )


async def close_teacher_link(uow: UnitOfWork, *, link_id: UUID, now: datetime) -> None:
    """Have it open nothing any more; what was brought stays. Raises NotFound, TeacherLinkNotOpen."""
    links = TeacherLinks(uow)
    link = await links.get(link_id, lock=True)
    if not link.is_open(now):
        raise TeacherLinkNotOpen
    await links.revoke(T.teacher_link_id == link.id, now=now)


async def give_teacher_links(
    uow: UnitOfWork,
    *,
    teachers: Sequence[tuple[str, str | None]],
    uai: Uai | None = None,
    now: datetime,
) -> Sequence[UUID]:
    """Give each a link (lien d’un professeur), by mail to those who have one; return their ids.

    The one a teacher of this name had before at the same address, or on paper, ends. Raises
    LyceeNotChosen.
    """
    lycee, links, given = uow.writing_for(uai), TeacherLinks(uow), []
    for name, mail in teachers:
        await links.revoke((T.uai == lycee) & (T.name == name) & reached_at(mail), now=now)
        link = TeacherLink(uow.new_id(), lycee, name, mail, now, now + LINK_LASTS)
        await links.add(link)
        given.append(link.id)
        if mail:
            sent = TeacherLinkSentV1(
                teacher_link_id=TeacherLinkId(link.id), occurred_on=local_date(now)
            )
            uow.publish(sent, uai=lycee)
    return given


async def reconsider_brought(uow: UnitOfWork, *, brought_id: UUID, now: datetime) -> None:
    """Put it back on the list (apport à revoir). Raises NotFound, AlreadySettled."""
    things = BroughtThings(uow)
    one = await things.get_for_update(brought_id)
    if one.settled is not Settled.REFUSED:
        raise AlreadySettled
    await things.settle(one.id, None, now=now)


async def refuse_brought(uow: UnitOfWork, *, brought_id: UUID, now: datetime) -> None:
    """Take it off the list (apport écarté). Raises NotFound, AlreadySettled."""
    things = BroughtThings(uow)
    one = await things.get_for_update(brought_id)
    one.expect_waiting()
    await things.settle(one.id, Settled.REFUSED, now=now)
