"""A contact shared with the network once informed, and an objection honoured in all lycées."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from uuid import UUID

import asyncpg
import pytest

from contracts.identifiers import SiteKey
from contracts.partnerships.questions import HostContactRequest
from services.chassis.base.errors import NotFound
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contact_checks.answers import contact_of_a_host
from services.partnerships.contacts.commands import add_contact, correct_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.erasure.commands import remove_contact
from services.partnerships.sharing.commands import share_contact
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, ELSEWHERE, Bureau

MAIL, PHONE = "h.delbosc@quercy.example", "+33536490012"
Person = tuple[str, UUID, UUID, str]


async def a_contact(bureau: Bureau) -> Person:
    """Where a contact is shown, the company, the site, and where the contact is."""
    company_id = await bureau.registers()
    site_id = (await bureau.card(company_id)).sites[0].id
    card = f"/entreprises/{company_id}"
    contact_id = await knows(bureau, company_id, site_id)
    return card, company_id, site_id, f"{card}/contacts/{contact_id}"


async def knows(bureau: Bureau, company_id: UUID, site_id: UUID) -> UUID:
    details = ContactDetails("Hortense Delbosc", mail=MAIL, phone=PHONE)
    return await bureau.do(add_contact, company_id=company_id, site_id=site_id, details=details)


async def shared(browser: Browser, contact: str) -> str:
    page = f"{contact}/partage"
    today = datetime.now(UTC).date()
    sent = await browser.sends(page, page, {"informed": "true", "informed_on": today})
    return unescape((await browser.follows(sent)).text)


async def test_a_contact_is_seen_elsewhere_once_the_person_was_informed_until_it_is_taken_back(
    signed_in: Callable[..., Browser], bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    card, _, _, contact = await a_contact(bureau)
    browser, other = (signed_in(Role.RBDE, uai) for uai in (BOURDELLE, ELSEWHERE))
    assert "Delbosc" not in (await other.opens(card)).text
    page = f"{contact}/partage"
    refused = await browser.sends(page, page)
    assert refused.status_code == 422
    soon = datetime.now(UTC).date() + timedelta(days=2)
    early = await browser.sends(page, page, {"informed": "true", "informed_on": soon})
    assert early.status_code == 422

    assert "partagé avec les bureaux" in await shared(browser, contact)

    seen = unescape((await other.opens(card)).text)
    assert "Hortense Delbosc" in seen
    assert "Partagé par le" in seen
    assert await superuser.fetchval(
        "SELECT count(*) FROM audit_entries WHERE uai = $1 AND action = 'see-contacts'", ELSEWHERE
    )
    assert (await other.opens(f"{contact}/correction")).status_code == 404
    assert (await other.opens(page)).status_code == 404
    await browser.sends(card, f"{page}/fin")
    assert "Delbosc" not in (await other.opens(card)).text


async def test_an_objection_told_to_any_bureau_is_honoured_by_all_at_once(
    signed_in: Callable[..., Browser], bureau: Bureau, other_bureau: Bureau
) -> None:
    card, company_id, site_id, contact = await a_contact(bureau)
    site_key = (await bureau.card(company_id)).sites[0].key
    browser, other = (signed_in(Role.RBDE, uai) for uai in (BOURDELLE, ELSEWHERE))
    await shared(browser, contact)
    assert await mail_of(bureau, site_key) == MAIL

    noted = await other.follows(await other.sends(card, f"{contact}/opposition"))

    assert "Opposition notée" in noted.text
    assert "Delbosc" not in noted.text
    assert "S’oppose depuis le" in unescape((await browser.opens(card)).text)
    assert await mail_of(bureau, site_key) is None
    form = f"{card}/contacts/nouveau"
    typed = {"name": "H. Delbosc", "mail": "H.Delbosc@Quercy.example", "site_id": site_id}
    refused = await other.sends(form, form, typed)
    assert refused.status_code == 422
    assert "s’est opposée le" in unescape(refused.text)
    by_phone = await other.sends(form, form, {"name": "Hortense", "phone": "05 36 49 00 12"})
    assert by_phone.status_code == 422

    back = await other.follows(await other.sends(noted, f"{card}/oppositions/levee"))
    assert "Opposition levée." in back.text
    assert "Hortense Delbosc" in back.text
    assert await mail_of(bureau, site_key) == MAIL


async def mail_of(bureau: Bureau, site_key: SiteKey) -> str | None:
    async def ask(uow: UnitOfWork) -> str | None:
        return (await contact_of_a_host(HostContactRequest(site_key=site_key), uow)).mail

    return await bureau.do(ask)


async def test_what_is_shared_follows_its_card_and_goes_with_it(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    _, _, _, contact = await a_contact(bureau)
    contact_id = UUID(contact.rpartition("/")[2])
    day = date(2026, 11, 2)
    await bureau.do(share_contact, contact_id=contact_id, informed_on=day, now=bureau.now)
    moved = ContactDetails("Hortense Delbosc", mail="hd@quercy.example")
    await bureau.do(
        correct_contact, contact_id=contact_id, version=1, details=moved, now=bureau.now
    )
    row = await superuser.fetchrow("SELECT mail, phone_mark, informed_on FROM shared_contacts")
    assert row is not None
    assert tuple(row) == ("hd@quercy.example", None, day)
    await bureau.do(remove_contact, contact_id=contact_id, now=bureau.now)
    assert await superuser.fetchval("SELECT count(*) FROM shared_contacts") == 0


async def test_a_contact_that_is_not_shared_is_nobody_elses_to_object_about(
    signed_in: Callable[..., Browser], bureau: Bureau, other_bureau: Bureau
) -> None:
    _, _, _, contact = await a_contact(bureau)
    contact_id = UUID(contact.rpartition("/")[2])
    with pytest.raises(NotFound):
        await other_bureau.do(
            share_contact, contact_id=contact_id, informed_on=date(2026, 11, 2), now=bureau.now
        )
