"""An address mails came back from: its card says so, nothing more is sent there, the bureau is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from contracts.identifiers import ContactId
from contracts.notices import AskedNotice, NoticeFacts, NoticeKind, NoticesRequest
from contracts.notifications.mails import ContactMailReturnedV1, MailReturnReason
from contracts.partnerships.host_pages import HostPage, HostPageRequest
from contracts.partnerships.questions import HostContactRequest
from contracts.partnerships.reminders import ContactUnreachedV1
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.model.company import Company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.contact_checks.answers import contact_of_a_host
from services.partnerships.contacts.commands import add_contact, correct_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.erasure.commands import remove_contact
from services.partnerships.host_pages.answers import link_to_the_page_of_a_company
from services.partnerships.host_pages.commands.give_host_page import give_host_page
from services.partnerships.notices.answers import notices_of_the_registry
from services.partnerships.notices.reactions import have_the_bureau_correct_an_address
from services.partnerships.recipients.model import Excluded
from services.partnerships.recipients.store import read_addressees
from services.partnerships.retention import retention
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, Bureau
from tests.support.services import Published

ANNE = ContactDetails("Anne Verdier", "Tutrice", "a.verdier@quercy.example", "+33536490001")
R = MailReturnReason


@dataclass
class Known:
    """A company and its one contact, as a bureau knows them."""

    bureau: Bureau
    company_id: UUID
    contact_id: UUID

    async def comes_back(
        self, reason: R = R.UNKNOWN_ADDRESS, *, version: int = 1, to_many: bool = False
    ) -> None:
        """Learn that a mail to the contact came back."""
        event = ContactMailReturnedV1(
            contact_id=ContactId(self.contact_id),
            contact_version=version,
            reason=reason,
            to_many=to_many,
            occurred_on=local_date(self.bureau.now),
        )
        await self.bureau.do(lambda uow: have_the_bureau_correct_an_address(event, uow))

    async def link(self) -> HostPage:
        """What a mail to the contact is written from."""
        request = HostPageRequest(contact_id=ContactId(self.contact_id))
        return await self.bureau.do(lambda uow: link_to_the_page_of_a_company(request, uow))

    async def notice(self) -> NoticeFacts | None:
        """What the notice of it says."""
        asked = AskedNotice(kind=NoticeKind.MAIL_RETURNED, about=self.contact_id)
        request = NoticesRequest(asked=(asked,))
        [facts] = (await self.bureau.do(lambda uow: notices_of_the_registry(request, uow))).facts
        return facts

    async def to_many(self) -> object:
        """Whom a mail to many would go to here, or why to nobody."""
        [(_, one)] = await self.bureau.do(
            read_addressees,
            uai=BOURDELLE,
            company_ids=[self.company_id],
            solicits=False,
        )
        return one


@pytest_asyncio.fixture
async def known(bureau: Bureau, superuser: asyncpg.Connection) -> Known:
    company_id = await bureau.registers()
    site_id = await superuser.fetchval("SELECT site_id FROM sites")
    contact_id = await bureau.do(add_contact, company_id=company_id, site_id=site_id, details=ANNE)
    await bureau.do(give_host_page, contact_id=contact_id, by_mail=True, now=bureau.now)
    return Known(bureau, company_id, contact_id)


@pytest.mark.parametrize("reason", [R.UNKNOWN_ADDRESS, R.MAILBOX_CLOSED])
async def test_nothing_more_is_sent_where_nothing_arrives_and_the_bureau_is_told_once(
    known: Known, published: Published, superuser: asyncpg.Connection, reason: R
) -> None:
    assert not (await known.link()).returned

    await known.comes_back(reason)
    await known.comes_back(reason)

    assert (await known.link()).returned
    assert await known.to_many() is Excluded.RETURNED
    [told] = await published(ContactUnreachedV1)
    assert told.contact_id == known.contact_id
    facts = await known.notice()
    assert facts is not None
    assert facts.standing
    assert facts.path == f"/entreprises/{known.company_id}"
    said = {line.label: line.text for line in facts.lines}
    assert said["Adresse"] == ANNE.mail
    assert "Corrigez l’adresse" in said["À faire"]
    kept = await superuser.fetch("SELECT * FROM mail_returns")
    assert "quercy.example" not in str(kept)


@pytest.mark.parametrize("reason", [R.MAILBOX_FULL, R.REFUSED, R.NOT_REACHED])
async def test_what_may_pass_is_told_and_stops_nothing(
    known: Known, published: Published, reason: R
) -> None:
    await known.comes_back(reason)

    assert not (await known.link()).returned
    assert await known.to_many() is not Excluded.RETURNED
    assert len(await published(ContactUnreachedV1)) == 1


@pytest.mark.parametrize("passing", [R.MAILBOX_FULL, R.REFUSED, R.NOT_REACHED])
async def test_an_older_mail_that_comes_back_later_has_nothing_sent_where_nothing_arrives(
    known: Known, published: Published, passing: R
) -> None:
    await known.comes_back(R.UNKNOWN_ADDRESS)
    # Written days before: the servers on its way gave up today.
    await known.comes_back(passing)

    assert (await known.link()).returned
    assert len(await published(ContactUnreachedV1)) == 1
    facts = await known.notice()
    assert facts is not None
    assert "Corrigez l’adresse" in {line.label: line.text for line in facts.lines}["À faire"]


async def test_what_may_pass_is_said_for_a_month_and_what_lasts_for_longer(known: Known) -> None:
    later = replace(known.bureau, now=known.bureau.now + timedelta(days=31))
    await known.comes_back(R.MAILBOX_FULL)
    facts = await known.notice()
    assert facts is not None
    assert facts.standing

    facts = await replace(known, bureau=later).notice()
    assert facts is not None
    assert not facts.standing

    await known.comes_back(R.UNKNOWN_ADDRESS)
    facts = await replace(known, bureau=later).notice()
    assert facts is not None
    assert facts.standing


async def _company(uow: UnitOfWork, company_id: UUID) -> Company:
    return await Companies(uow).get(company_id)


async def test_the_host_contact_says_whom_and_that_nothing_arrives(known: Known) -> None:
    [site] = (await known.bureau.do(_company, known.company_id)).sites
    request = HostContactRequest(site_key=site.key)
    before = await known.bureau.do(lambda uow: contact_of_a_host(request, uow))
    assert (before.contact_id, before.contact_version) == (known.contact_id, 1)
    assert not before.returned

    await known.comes_back()

    assert (await known.bureau.do(lambda uow: contact_of_a_host(request, uow))).returned


async def test_another_address_is_written_to(known: Known) -> None:
    await known.comes_back()
    corrected = replace(ANNE, mail="anne.verdier@quercy.example")
    await known.bureau.do(
        correct_contact,
        contact_id=known.contact_id,
        version=1,
        details=corrected,
        now=known.bureau.now,
    )

    facts = await known.notice()
    assert facts is not None
    assert not facts.standing
    assert await known.to_many() is not Excluded.RETURNED

    # What was written to the address before says nothing of this one.
    await known.comes_back(version=1)
    assert await known.to_many() is not Excluded.RETURNED


async def test_of_a_letter_to_many_its_own_page_tells(known: Known, published: Published) -> None:
    await known.comes_back(to_many=True)

    assert await published(ContactUnreachedV1) == []
    assert (await known.link()).returned


async def test_the_card_says_why_and_the_address_may_be_tried_again(
    known: Known, signed_in: Callable[..., Browser]
) -> None:
    browser = signed_in(Role.RBDE, BOURDELLE)
    card = f"/entreprises/{known.company_id}"
    assert "Adresse en échec" not in (await browser.opens(card)).text

    await known.comes_back()
    page = await browser.opens(card)
    assert "Adresse en échec" in page.text
    assert "sa messagerie ne connaît pas cette adresse" in page.text

    again = f"{card}/contacts/{known.contact_id}/adresse"
    page = await browser.follows(await browser.sends(page, again))
    assert "partiront à cette adresse" in page.text
    assert "Adresse en échec" not in page.text
    assert not (await known.link()).returned

    await known.comes_back()
    # Two people have the page open, and both press.
    here, there = await browser.opens(card), await browser.opens(card)
    assert (await browser.sends(here, again)).status_code == 303
    assert "partent déjà à cette adresse" in (await browser.sends(there, again)).text


async def test_who_only_reads_has_no_such_button(
    known: Known, signed_in: Callable[..., Browser]
) -> None:
    await known.comes_back()

    page = await signed_in(Role.HEAD, BOURDELLE).opens(f"/entreprises/{known.company_id}")

    assert "Adresse en échec" in page.text
    assert "Réessayer cette adresse" not in page.text


async def test_an_erased_contact_leaves_no_digest_and_a_year_later_neither_does_anybody(
    known: Known, superuser: asyncpg.Connection
) -> None:
    count = "SELECT count(*) FROM mail_returns"
    await known.comes_back()
    assert await superuser.fetchval(count) == 1
    rule = retention.rules["mail_returns"]
    later = known.bureau.now + timedelta(days=366)
    due = await known.bureau.do(rule.find, now=later, limit=10)
    assert len(due) == 1
    assert not await known.bureau.do(rule.find, now=known.bureau.now, limit=10)

    await known.bureau.do(remove_contact, contact_id=known.contact_id, now=known.bureau.now)

    assert await superuser.fetchval(count) == 0
    assert await known.notice() is None
    await known.comes_back()
    assert await superuser.fetchval(count) == 0
