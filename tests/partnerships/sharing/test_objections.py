"""An objection outlives what is corrected, and is that of one person only."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from uuid import UUID

import pytest
import pytest_asyncio

from contracts.identifiers import ContactId
from contracts.partnerships.host_pages import HostPageRequest
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.cards.queries import CompanyCard, read_company
from services.partnerships.contact_checks.commands import ask_contact_check, confirm_contact
from services.partnerships.contacts.commands import add_contact, correct_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.host_pages.answers import link_to_the_page_of_a_company
from services.partnerships.host_pages.commands.correct_own_contact import correct_own_contact
from services.partnerships.host_pages.commands.give_host_page import give_host_page
from services.partnerships.import_desk.queries import read_import_card
from services.partnerships.sharing.commands import lift_objection, record_objection, share_contact
from services.partnerships.sharing.model import NothingLeftToKnowThemBy, PersonObjected
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, Bureau, row

SWITCHBOARD = "+33536490000"
ANNE = ContactDetails("Anne Verdier", mail="a.verdier@quercy.example", phone=SWITCHBOARD)
PAUL = ContactDetails("Paul Lagarde", mail="p.lagarde@quercy.example", phone=SWITCHBOARD)
UNWRITTEN = ContactDetails("Standard", phone=SWITCHBOARD)


@dataclass
class Desk:
    """A bureau at the card of one company, and the bureau of another lycée."""

    bureau: Bureau
    other: Bureau
    company_id: UUID
    site_id: UUID

    async def knows(self, details: ContactDetails, bureau: Bureau | None = None) -> UUID:
        return await (bureau or self.bureau).do(
            add_contact, company_id=self.company_id, site_id=self.site_id, details=details
        )

    async def objects(self, contact_id: UUID) -> UUID | None:
        return await self.bureau.do(record_objection, contact_id=contact_id, now=self.bureau.now)

    async def shares(self, contact_id: UUID) -> None:
        day, now = date(2026, 11, 2), self.bureau.now
        await self.bureau.do(share_contact, contact_id=contact_id, informed_on=day, now=now)

    async def corrects(self, contact_id: UUID, details: ContactDetails, version: int = 1) -> None:
        """The bureau does."""
        await self.bureau.do(
            correct_contact,
            contact_id=contact_id,
            version=version,
            details=details,
            now=self.bureau.now,
        )

    async def confirms(self, contact_id: UUID, details: ContactDetails) -> None:
        """The person does, by the link to check the card."""
        now = self.bureau.now
        check_id = await self.bureau.do(ask_contact_check, contact_id=contact_id, now=now)
        await self.bureau.do(
            confirm_contact, check_id=check_id, version=1, details=details, now=now
        )

    async def corrects_own(self, contact_id: UUID, details: ContactDetails) -> None:
        """The person does, on the page of the company."""
        now = self.bureau.now
        page_id = await self.bureau.do(
            give_host_page, contact_id=contact_id, by_mail=False, now=now
        )
        await self.bureau.do(
            correct_own_contact, page_id=page_id, version=1, details=details, now=now
        )

    async def card(self, bureau: Bureau | None = None) -> CompanyCard:
        return await (bureau or self.bureau).do(read_company, self.company_id)


@pytest_asyncio.fixture
async def desk(bureau: Bureau, other_bureau: Bureau) -> Desk:
    company_id = await bureau.registers()
    site_id = (await bureau.card(company_id)).sites[0].id
    return Desk(bureau, other_bureau, company_id, site_id)


MOVED = replace(ANNE, mail="anne@verdier.example", phone="+33536490077")


@pytest.mark.parametrize("way", [Desk.corrects, Desk.confirms, Desk.corrects_own])
@pytest.mark.parametrize("told", [MOVED, replace(ANNE, mail=None, phone="+33536490077")])
async def test_who_objected_still_does_at_another_address(
    desk: Desk, way: Callable[[Desk, UUID, ContactDetails], object], told: ContactDetails
) -> None:
    contact_id = await desk.knows(ANNE)
    await desk.shares(contact_id)
    objection_id = await desk.objects(contact_id)
    assert objection_id is not None

    await way(desk, contact_id, told)  # type: ignore[misc] # three methods of one shape

    assert contact_id in (await desk.card()).objections
    assert (await desk.card(desk.other)).shared == []
    with pytest.raises(PersonObjected):
        await desk.knows(told, desk.other)
    await desk.bureau.do(lift_objection, objection_id=objection_id)
    assert (await desk.card()).objections == {}
    assert (await desk.card(desk.other)).shared == []


async def test_who_objected_is_left_something_to_be_known_by(desk: Desk) -> None:
    contact_id = await desk.knows(ANNE)
    await desk.objects(contact_id)
    with pytest.raises(NothingLeftToKnowThemBy):
        await desk.corrects(contact_id, ContactDetails("Anne Verdier"))


async def test_an_objection_is_not_that_of_the_colleagues_behind_one_number(desk: Desk) -> None:
    anne, paul = await desk.knows(ANNE), await desk.knows(PAUL)
    unwritten = await desk.knows(UNWRITTEN)
    await desk.shares(paul)
    await desk.objects(anne)

    assert set((await desk.card()).objections) == {anne, unwritten}
    assert [one.id for one in (await desk.card(desk.other)).shared] == [paul]
    await desk.corrects(paul, replace(PAUL, name="Paul Lagarde-Roux"))
    await desk.corrects(paul, replace(PAUL, mail="paul@lagarde.example"), version=2)
    with pytest.raises(PersonObjected):
        await desk.corrects(paul, ANNE, version=3)
    # The number alone would tell; it was there before.
    await desk.corrects(paul, replace(PAUL, mail=None), version=3)


async def test_who_objected_under_two_addresses_is_corrected_from_one_to_the_other(
    desk: Desk,
) -> None:
    contact_id = await desk.knows(ANNE)
    for known in (contact_id, await desk.knows(MOVED)):
        assert await desk.objects(known)

    await desk.corrects(contact_id, MOVED)

    assert contact_id in (await desk.card()).objections


async def test_two_who_object_behind_one_number_are_two(desk: Desk) -> None:
    anne, paul = await desk.knows(ANNE), await desk.knows(PAUL)
    of_anne = await desk.objects(anne)
    assert of_anne is not None
    assert await desk.objects(paul) not in (None, of_anne)
    await desk.bureau.do(lift_objection, objection_id=of_anne)
    assert set((await desk.card()).objections) == {paul}


async def test_a_page_is_not_sent_to_whoever_is_known_by_the_phone_alone(desk: Desk) -> None:
    anne, unwritten = await desk.knows(ANNE), await desk.knows(UNWRITTEN)
    now = desk.bureau.now
    await desk.bureau.do(give_host_page, contact_id=anne, by_mail=True, now=now)
    asked = HostPageRequest(contact_id=ContactId(anne))

    async def stopped(uow: UnitOfWork) -> bool:
        return (await link_to_the_page_of_a_company(asked, uow)).stopped

    assert not await desk.bureau.do(stopped)
    await desk.objects(unwritten)
    assert await desk.bureau.do(stopped)


async def test_objecting_twice_undoes_nothing(
    signed_in: Callable[..., Browser], desk: Desk
) -> None:
    browser = signed_in(Role.RBDE, BOURDELLE)
    contact_id = await desk.knows(ANNE)
    card = f"/entreprises/{desk.company_id}"
    first, second = await browser.opens(card), await browser.opens(card)
    await browser.sends(first, f"{card}/contacts/{contact_id}/opposition")

    sent = await browser.sends(second, f"{card}/contacts/{contact_id}/opposition")

    told = await browser.follows(sent)
    assert "déjà notée" in unescape(told.text)
    assert "Annuler" not in told.text
    lifted = await browser.follows(await browser.sends(told, f"{card}/oppositions/levee"))
    assert "Opposition levée." in lifted.text
    assert (await desk.card()).objections == {}


async def test_who_objected_comes_in_by_no_list_and_goes_out_marked(
    signed_in: Callable[..., Browser], desk: Desk
) -> None:
    await desk.objects(await desk.knows(ANNE))
    await desk.knows(PAUL)
    line = replace(row(2, "Bois Vert"), contacts=(replace(ANNE, name="A. Verdier"), PAUL))

    import_id = await desk.bureau.imports(line)

    [judged] = (await desk.bureau.do(read_import_card, import_id)).lines
    assert "la personne s’est opposée à être contactée" in judged.reason
    sent = (await signed_in(Role.RBDE, BOURDELLE).opens("/entreprises/contacts.csv")).text
    heading, *lines = [one.split(";") for one in sent.split("\r\n") if one.count(";") > 5]
    marked = [(one[0], one[heading.index("Ne pas contacter")]) for one in lines]
    assert marked == [("Anne Verdier", "oui"), ("Paul Lagarde", ""), ("Paul Lagarde", "")]
