"""The page a company holds by its link, without an account, and what the bureau sees of it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest_asyncio

from contracts.partnerships.companies import ContactErasedV1, LegalForm
from contracts.partnerships.host_pages import HostPageSentV1
from contracts.partnerships.pressure import SitePausedV1, SiteResumedV1
from services.chassis.base.identity import Role
from services.chassis.privacy.retention.purge import purge_lycee
from services.chassis.unit_of_work.unit_of_work import Scope
from services.partnerships.base.calendar import local_date
from services.partnerships.capacities.commands import declare_capacity
from services.partnerships.capacities.queries import read_offers
from services.partnerships.cards.queries import read_company
from services.partnerships.closures.commands import close_site
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.erasure.commands import erase_trader, remove_contact
from services.partnerships.host_pages.commands.give_host_page import give_host_page
from services.partnerships.host_pages.commands.offer_places import offer_places
from services.partnerships.host_pages.model import (
    DOINGS_A_DAY_MAX,
    LINK_LASTS,
    LINK_PURPOSE,
    OWN_OFFERS_MAX,
)
from services.partnerships.host_pages.queries import read_own_doings
from services.partnerships.mail_stops.store import MailStops
from services.partnerships.pauses.commands import pause_site
from services.partnerships.pauses.model import PauseReason
from services.partnerships.retention import retention
from tests.partnerships.browsing import Answer, Browser, Pages
from tests.partnerships.world import BOURDELLE, ELSEWHERE, SIRET, TODAY, Bureau, site
from tests.support.pages import SAME_ORIGIN
from tests.support.services import Published

ANNE = ContactDetails("Anne Verdier", "Tutrice", "a.verdier@quercy.example", "+33536490001")


def plain(page: Answer) -> str:
    return unescape(page.text).replace("\u00a0", " ").replace("\u202f", " ")


@dataclass
class Held:
    """A link a contact holds, and their browser."""

    bureau: Bureau
    browser: Browser
    company_id: UUID
    site_id: UUID
    contact_id: UUID
    page_id: UUID

    @property
    def path(self) -> str:
        links = self.bureau.units.links
        token = links.token(LINK_PURPOSE, uai=self.bureau.uai, row_id=self.page_id)
        return f"/espace-entreprise/{token}"

    @property
    def card(self) -> str:
        return f"/entreprises/{self.company_id}"

    async def opens(self) -> Answer:
        return await self.browser.opens(self.path)

    async def does(self, what: str, **typed: str) -> Answer:
        """Fill in a form of the page, send it, and read what comes."""
        answer = await self.browser.sends(await self.opens(), f"{self.path}/{what}", typed)
        return await self.browser.follows(answer) if answer.status_code == 303 else answer

    async def offers(self, seats: int = 2) -> UUID:
        month = f"{local_date(self.bureau.now):%Y-%m}"
        assert (await self.does("places", seats=f"{seats}", from_month=month)).status_code == 200
        [one, *_] = await self.bureau.do(read_offers, self.company_id)
        return one.capacity.id

    async def done(self) -> list[str]:
        doings = await self.bureau.do(read_own_doings, self.company_id, [])
        return [one.what.value for one in reversed(doings.done)]


def somewhere(served: Pages) -> Browser:
    """A browser of nobody in particular, from an address of its own."""
    transport = httpx2.ASGITransport(served.app, client=(str(uuid4()), 1))
    return Browser(
        httpx2.AsyncClient(
            transport=transport, base_url="http://127.0.0.1:8000", headers=SAME_ORIGIN
        )
    )


async def holds(bureau: Bureau, served: Pages, company_id: UUID | None = None) -> Held:
    # The page's own clock says whether the link is over: it is given now.
    bureau = replace(bureau, now=datetime.now(UTC))
    company_id = company_id or await bureau.registers(main=site(siret=SIRET))
    site_id = (await bureau.do(read_company, company_id)).company.sites[0].id
    contact = await bureau.do(add_contact, company_id=company_id, site_id=site_id, details=ANNE)
    page = await bureau.do(give_host_page, contact_id=contact, by_mail=True, now=bureau.now)
    return Held(bureau, somewhere(served), company_id, site_id, contact, page)


@pytest_asyncio.fixture
async def held(bureau: Bureau, served: Pages) -> Held:
    return await holds(bureau, served)


async def test_a_company_offers_changes_and_withdraws_places(held: Held, browser: Browser) -> None:
    page = await held.opens()
    assert page.status_code == 200
    assert "Aucune place notée" in plain(page)

    offered = await held.offers(seats=2)
    assert "2 places" in plain(await held.opens())
    assert "Déclaré par l’entreprise" in plain(await browser.opens(f"{held.card}/engagements"))

    changed = await held.does(f"places/{offered}", seats="3")
    assert "Vos places d’accueil sont changées." in plain(changed)
    assert "3 places" in plain(changed)
    [now] = await held.bureau.do(read_offers, held.company_id)
    assert (now.capacity.seats, now.capacity.by_company) == (3, True)

    gone = await held.does(f"places/{now.capacity.id}/retrait")
    assert "Aucune place notée" in plain(gone)
    assert await held.done() == ["places_offered", "places_changed", "places_withdrawn"]


async def test_what_the_company_did_is_on_its_card_and_the_bureau_takes_it_back(
    held: Held, browser: Browser
) -> None:
    offered = await held.offers(seats=4)
    card = await browser.opens(held.card)
    assert "Par l’entreprise" in plain(card)
    assert "Propose 4 places" in plain(card)
    gone = await browser.sends(card, f"{held.card}/engagements/places/{offered}/retrait")
    await browser.follows(gone)
    assert await held.bureau.do(read_offers, held.company_id) == []

    again = await held.offers(seats=5)
    await held.does(f"places/{again}/retrait")
    card = await browser.opens(held.card)
    assert "A retiré 5 places" in plain(card)
    await browser.sends(card, f"{held.card}/engagements/places")
    [back] = await held.bureau.do(read_offers, held.company_id)
    assert (back.capacity.seats, back.capacity.by_company) == (5, False)


async def test_a_slip_is_shown_beside_its_field_and_nothing_typed_is_lost(held: Held) -> None:
    answer = await held.does("places", seats="0", from_month="")

    assert answer.status_code == 422
    assert 'id="champ-seats-erreur"' in answer.text
    assert 'id="champ-from_month-erreur"' in answer.text
    assert 'value="0"' in answer.text
    assert await held.done() == []

    offered = await held.offers()
    wrong = await held.does(f"places/{offered}", seats="99")
    assert wrong.status_code == 422
    assert f'id="champ-seats-{offered}-erreur"' in wrong.text
    assert await held.done() == ["places_offered"]


async def test_no_places_are_offered_at_a_site_that_closed(held: Held, bureau: Bureau) -> None:
    offered = await held.offers()
    before = await held.opens()
    at: dict[str, Any] = {"company_id": held.company_id, "site_id": held.site_id}
    await bureau.do(close_site, **at, closed_on=TODAY, now=held.bureau.now)

    month = {"seats": "7", "from_month": f"{held.bureau.now:%Y-%m}"}
    late = await held.browser.sends(before, f"{held.path}/places", month)
    more = await held.browser.sends(before, f"{held.path}/places/{offered}", month)

    assert (late.status_code, more.status_code) == (409, 409)
    assert "Ce lieu est noté comme fermé" in plain(late)
    assert 'value="7"' in late.text
    [one] = await bureau.do(read_offers, held.company_id)
    assert one.capacity.seats == 2
    shown = plain(await held.opens())
    assert "fermé depuis le 24/11/2026" in shown
    assert "Proposer ces places" not in shown


async def test_a_form_sent_twice_is_done_once(held: Held) -> None:
    page = await held.opens()
    typed = {"seats": "2", "from_month": f"{held.bureau.now:%Y-%m}"}
    for _ in range(2):
        sent = await held.browser.sends(page, f"{held.path}/places", typed)
        assert sent.status_code == 303

    assert len(await held.bureau.do(read_offers, held.company_id)) == 1
    assert await held.done() == ["places_offered"]


async def test_a_contact_who_asks_is_told_of_the_links_they_were_given(
    held: Held, browser: Browser
) -> None:
    answer = await browser.opens(f"{held.card}/contacts/{held.contact_id}/acces.json")

    [links] = [one for one in answer.json()["told"] if one["table"] == "host_pages"]
    assert [one["host_page_id"] for one in links["rows"]] == [str(held.page_id)]


async def test_opening_the_page_changes_nothing(held: Held) -> None:
    for _ in range(3):
        assert (await held.opens()).status_code == 200
    assert await held.done() == []


async def test_a_company_pauses_changes_the_day_and_ends_it(
    held: Held, browser: Browser, published: Published
) -> None:
    today = local_date(held.bureau.now)
    first, later = today + timedelta(20), today + timedelta(40)
    await held.does("pause", until_on=f"{first}", reason="capacity")
    paused = await held.does("pause", until_on=f"{later}", reason="its_wish")
    assert "en pause jusqu’au" in plain(paused)
    card = await browser.opens(held.card)
    assert "L’entreprise demande une pause" in plain(card)
    assert "À la demande de l’entreprise" in plain(card)

    resumed = await held.does("reprise")
    assert "en pause jusqu’au" not in plain(resumed)
    assert [one.until_on for one in await published(SitePausedV1)] == [first, later]
    assert len(await published(SiteResumedV1)) == 2
    assert await held.done() == ["paused", "paused", "resumed"]


async def test_the_lycee_s_own_pause_is_neither_shown_nor_ended(
    held: Held, browser: Browser
) -> None:
    until = local_date(held.bureau.now) + timedelta(30)
    await held.bureau.do(
        pause_site,
        company_id=held.company_id,
        site_id=held.site_id,
        until_on=until,
        reason=PauseReason.SAFETY,
        now=held.bureau.now,
    )
    assert "en pause jusqu’au" not in plain(await held.opens())

    asked = await held.does("pause", until_on=f"{until}", reason="change")
    assert asked.status_code == 200
    await held.does("reprise")

    card = plain(await browser.opens(held.card))
    assert "À contacter avant tout placement" in card
    assert "L’entreprise demande une pause" not in card
    stolen = await held.does("pause", until_on=f"{until}", reason="safety")
    assert stolen.status_code == 422


async def test_the_bureau_ends_the_pause_the_company_asked_for(
    held: Held, browser: Browser
) -> None:
    until = local_date(held.bureau.now) + timedelta(30)
    await held.does("pause", until_on=f"{until}", reason="capacity")
    card = await browser.opens(held.card)
    await browser.sends(card, f"{held.card}/etablissements/{held.site_id}/reprise")
    assert "en pause jusqu’au" not in plain(await held.opens())


async def test_a_contact_keeps_its_details_right_and_its_link(
    held: Held, browser: Browser, published: Published
) -> None:
    kept = await held.does("contact", name="Paul Bastide", mail="p.bastide@quercy.example")
    assert "Vos coordonnées sont à jour" in plain(kept)
    assert 'value="Paul Bastide"' in kept.text
    assert "A corrigé ses coordonnées" in plain(await browser.opens(held.card))
    assert len(await published(HostPageSentV1)) == 1

    wrong = await held.does("contact", phone="12")
    assert wrong.status_code == 422
    assert 'value="12"' in wrong.text

    stale = await held.opens()
    edit = f"{held.card}/contacts/{held.contact_id}/correction"
    await browser.sends(edit, edit, {"function": "Gérante"})
    answer = await held.browser.sends(stale, f"{held.path}/contact", {"function": "Tutrice"})
    assert answer.status_code == 409
    assert "<td>Tutrice</td><td>Gérante</td>" in answer.text


async def test_no_lycee_writes_to_who_wants_no_mail_until_they_say_otherwise(
    held: Held, browser: Browser, other_bureau: Bureau, served: Pages, superuser: asyncpg.Connection
) -> None:
    other = await holds(other_bureau, served, held.company_id)
    stopped = await held.does("courriels/arret")
    assert "Vous ne recevez plus de courriels." in plain(stopped)

    assert "Vous ne recevez plus de courriels." in plain(await other.opens())
    for uai in (BOURDELLE, ELSEWHERE):
        card = await served.signed_in(Role.RBDE, uai).opens(held.card)
        assert "Ne veut plus de courriels" in plain(card)
    assert "quercy.example" not in str(await superuser.fetch("SELECT * FROM mail_stops"))
    assert await _stopped(held, "A.Verdier@quercy.example", "x@quercy.example") == {
        "A.Verdier@quercy.example"
    }
    await other.does("courriels/accord")
    assert "Ne plus recevoir de courriels" in plain(await other.opens())


async def _stopped(held: Held, *asked: str) -> frozenset[str]:
    async with held.bureau.units.begin(Scope(frozenset({held.bureau.uai}))) as uow:
        return (await MailStops(uow).standing(asked)).stopped


async def test_who_holds_a_link_chooses_for_nobody_else_s_address(
    held: Held, other_bureau: Bureau, served: Pages
) -> None:
    theirs = "paul@ailleurs.example"
    own = await held.does("contact", mail=theirs)
    assert "Ne plus recevoir de courriels" not in plain(own)
    assert "demandez un autre lien" in plain(own)
    forged = {"command_id": str(uuid4())}
    refused = await held.browser.client.post(f"{held.path}/courriels/arret", data=forged)
    assert refused.status_code == 409
    assert await _stopped(held, theirs) == frozenset()

    # The owner of the address stops it by a link of their own.
    other = await holds(other_bureau, served, held.company_id)
    await other.does("contact", mail=theirs)
    other.page_id = await other.bureau.do(
        give_host_page, contact_id=other.contact_id, by_mail=True, now=other.bureau.now
    )
    await other.does("courriels/arret")
    assert await _stopped(held, theirs) == {theirs}
    asked = await held.opens()
    for told in ("ne recevez plus", "Recevoir de nouveau"):
        assert told not in plain(asked)
    forged = {"command_id": str(uuid4())}
    refused = await held.browser.client.post(f"{held.path}/courriels/accord", data=forged)
    assert refused.status_code == 409
    assert await _stopped(held, theirs) == {theirs}


async def test_a_link_does_only_so_much_in_a_day_and_stopping_mails_always(
    held: Held, superuser: asyncpg.Connection
) -> None:
    month = local_date(held.bureau.now).replace(day=1)
    for _ in range(OWN_OFFERS_MAX):
        await held.bureau.do(
            offer_places,
            page_id=held.page_id,
            mef=None,
            months=(month, month),
            seats=1,
            now=held.bureau.now,
        )
    typed = {"seats": "2", "from_month": f"{month:%Y-%m}"}
    refused = await held.does("places", **typed)
    assert refused.status_code == 409
    assert "changez-en ou retirez-en une" in plain(refused)

    [one, *_] = await held.bureau.do(read_offers, held.company_id)
    await held.does(f"places/{one.capacity.id}/retrait")
    await superuser.execute(
        "INSERT INTO host_doings (uai, doing_id, company_id, site_id, what, done_at)"
        " SELECT uai, gen_random_uuid(), company_id, site_id, 'resumed', done_at"
        " FROM host_doings, generate_series(1, $1) WHERE what = 'places_withdrawn'",
        DOINGS_A_DAY_MAX - OWN_OFFERS_MAX - 1,
    )
    refused = await held.does("places", **typed)
    assert refused.status_code == 409
    assert "revenez demain" in plain(refused)
    assert "plus de courriels" in plain(await held.does("courriels/arret"))
    await superuser.execute("UPDATE host_doings SET done_at = done_at - interval '25 hours'")
    assert (await held.does("places", **typed)).status_code == 200

    now = held.bureau.now + timedelta(days=364)
    removed = await purge_lycee(held.bureau.units, retention, held.bureau.uai, now=now)
    assert removed["host_doings"] == DOINGS_A_DAY_MAX + 1, "those of yesterday, and not the last"


async def test_a_link_that_is_over_shows_nothing_and_does_nothing(
    held: Held, superuser: asyncpg.Connection
) -> None:
    page = await held.opens()
    await superuser.execute(
        "UPDATE host_pages SET expires_at = expires_at - $1::interval", LINK_LASTS
    )
    typed = {"seats": "2", "from_month": f"{held.bureau.now:%Y-%m}"}
    late = await held.browser.sends(page, f"{held.path}/places", typed)
    for answer in (await held.opens(), late):
        assert answer.status_code == 410
        assert "Verdier" not in answer.text
    assert "n’a pas été enregistré" in plain(late)
    assert await held.done() == []


async def test_a_new_link_ends_the_one_before_and_a_forgotten_contact_takes_it_along(
    held: Held, browser: Browser
) -> None:
    before = held.path
    held.page_id = await held.bureau.do(
        give_host_page, contact_id=held.contact_id, by_mail=False, now=held.bureau.now
    )
    assert (await held.browser.opens(before)).status_code == 410
    closed = await browser.sends(
        await browser.opens(held.card), f"{held.card}/contacts/{held.contact_id}/espace/fermeture"
    )
    assert closed.status_code == 303
    assert (await held.opens()).status_code == 410

    await held.bureau.do(remove_contact, contact_id=held.contact_id, now=held.bureau.now)
    assert (await held.opens()).status_code == 404


async def test_the_link_is_printed_with_a_code_that_opens_it(held: Held, browser: Browser) -> None:
    printing = f"{held.card}/contacts/{held.contact_id}/espace/impression"
    page = await browser.opens(printing)
    assert f"http://127.0.0.1:8000{held.path}" in page.text
    code = held.bureau.units.links.short_code(
        "H", LINK_PURPOSE, uai=held.bureau.uai, row_id=held.page_id
    )
    assert code in page.text
    typed = {"code": code, "command_id": str(uuid4())}
    led = await held.browser.client.post("/espace-entreprise/code", data=typed)
    assert led.headers["location"] == held.path


async def test_another_site_s_places_are_not_touched(held: Held, bureau: Bureau) -> None:
    elsewhere = await bureau.registers("Menuiserie Anselme")
    theirs = await held.bureau.do(
        declare_capacity,
        company_id=elsewhere,
        site_id=None,
        mef=None,
        months=(local_date(held.bureau.now), local_date(held.bureau.now)),
        seats=2,
        now=held.bureau.now,
    )
    values = {"command_id": str(uuid4())}
    for path in (f"{held.path}/places/{theirs}/retrait", f"{held.path}/places/{uuid4()}/retrait"):
        answer = await held.browser.client.post(path, data=values)
        assert answer.status_code == 409
        assert "rechargez-la" in answer.text
    assert len(await held.bureau.do(read_offers, elsewhere)) == 1


async def test_erasing_a_sole_trader_has_the_mails_to_its_contacts_forgotten(
    bureau: Bureau, served: Pages, published: Published
) -> None:
    """The mail that held the link is about the contact: it is forgotten as one."""
    trader = await bureau.registers("Martin Delmas", legal_form=LegalForm.SOLE_TRADER)
    held = await holds(bureau, served, trader)
    version = (await held.bureau.do(read_company, held.company_id)).company.version

    await held.bureau.do(
        erase_trader, company_id=held.company_id, version=version, now=held.bureau.now
    )

    assert [one.contact_id for one in await published(ContactErasedV1)] == [held.contact_id]
    assert (await held.opens()).status_code == 404
