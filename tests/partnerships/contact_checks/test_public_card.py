"""The page a contact opens by its link, without an account, and what its bureau sees of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest_asyncio

from contracts.partnerships.companies import ContactCheckAskedV1, ContactCheckedV1
from services.chassis.base.identity import Role
from services.chassis.web.views.qr_code import drawn
from services.partnerships.cards.queries import read_company
from services.partnerships.contact_checks.commands import ask_contact_check, cancel_contact_check
from services.partnerships.contact_checks.model import LINK_PURPOSE
from services.partnerships.contact_checks.pages.public_card import VISITS
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.erasure.commands import remove_contact
from services.partnerships.sharing.commands import record_objection
from tests.partnerships.browsing import Answer, Browser, Pages
from tests.partnerships.world import BOURDELLE, SIRET, Bureau, site
from tests.support.pages import SAME_ORIGIN
from tests.support.services import Published

ANNE = ContactDetails("Anne Verdier", "Tutrice", "a.verdier@quercy.example", "+33536490001")
THANKS = "Merci. Vos coordonnées"
LOST = "Ce que vous venez d’envoyer n’a pas été enregistré."


def plain(page: Answer) -> str:
    return unescape(page.text).replace("\u00a0", " ").replace("\u202f", " ")


@dataclass
class Link:
    """A link that was sent, and the browser of who got it."""

    bureau: Bureau
    browser: Browser
    company_id: UUID
    contact_id: UUID
    check_id: UUID

    @property
    def path(self) -> str:
        links = self.bureau.units.links
        return f"/fiche/{links.token(LINK_PURPOSE, uai=self.bureau.uai, row_id=self.check_id)}"

    async def opens(self) -> Answer:
        return await self.browser.opens(self.path)

    async def sends(self, page: Answer, **typed: str) -> Answer:
        return await self.browser.sends(page, self.path, typed)

    async def details(self) -> ContactDetails:
        card = await self.bureau.do(read_company, self.company_id)
        return next(one.details for one in card.contacts if one.id == self.contact_id)


@pytest_asyncio.fixture
async def link(bureau: Bureau, served: Pages) -> Link:
    # The page's own clock says whether the link is over: it is asked for now.
    asking = replace(bureau, now=datetime.now(UTC))
    company_id = await asking.registers(main=site(siret=SIRET))
    site_id = (await asking.do(read_company, company_id)).company.sites[0].id
    contact_id = await asking.do(add_contact, company_id=company_id, site_id=site_id, details=ANNE)
    check_id = await asking.do(ask_contact_check, contact_id=contact_id, now=asking.now)
    return Link(asking, Browser(_somewhere(served)), company_id, contact_id, check_id)


def _somewhere(served: Pages) -> httpx2.AsyncClient:
    """A browser of nobody in particular, from an address of its own."""
    transport = httpx2.ASGITransport(served.app, client=(str(uuid4()), 1))
    return httpx2.AsyncClient(
        transport=transport, base_url="http://127.0.0.1:8000", headers=SAME_ORIGIN
    )


async def test_the_link_shows_who_asks_and_what_is_known(link: Link) -> None:
    page = await link.opens()

    assert page.status_code == 200
    for words in ("Chaudronnerie du Quercy", BOURDELLE, "Anne Verdier", "05 36 49 00 01"):
        assert words in plain(page)
    # NATS is away: nothing else is known, and the page says whom to turn to all the same.
    assert "Répondez au courriel qui contenait ce lien" in plain(page)


async def test_what_is_shown_is_confirmed_with_one_click(link: Link, published: Published) -> None:
    thanks = await link.browser.follows(await link.sends(await link.opens()))

    assert thanks.status_code == 200
    assert THANKS in plain(thanks)
    assert "Verdier" not in thanks.text
    (event,) = await published(ContactCheckedV1)
    assert (event.contact_check_id, event.corrected) == (link.check_id, False)


async def test_what_is_wrong_is_corrected(link: Link, published: Published) -> None:
    answer = await link.sends(
        await link.opens(), name="Paul Bastide", function="", phone="05 36 49 00 02"
    )

    assert THANKS in plain(await link.browser.follows(answer))
    assert await link.details() == ContactDetails(
        "Paul Bastide", None, "a.verdier@quercy.example", "+33536490002"
    )
    (event,) = await published(ContactCheckedV1)
    assert event.corrected


async def test_opening_the_link_any_number_of_times_confirms_nothing(
    link: Link, published: Published
) -> None:
    for _ in range(3):
        assert (await link.opens()).status_code == 200

    assert await published(ContactCheckedV1) == []


async def test_a_slip_is_shown_beside_its_field_and_nothing_typed_is_lost(link: Link) -> None:
    answer = await link.sends(await link.opens(), name="Paul Bastide", phone="12", mail="p.bastide")

    assert answer.status_code == 422
    assert "Ce numéro de téléphone n’est pas valable" in plain(answer)
    for typed in ("Paul Bastide", "p.bastide", "12"):
        assert f'value="{typed}"' in answer.text
    thanks = await link.sends(answer, phone="05 36 49 00 02", mail="p.bastide@quercy.example")
    assert thanks.status_code == 303


async def test_who_objected_is_told_to_leave_what_they_are_known_by(link: Link) -> None:
    bureau = link.bureau
    await bureau.do(record_objection, contact_id=link.contact_id, now=bureau.now)

    answer = await link.sends(await link.opens(), mail="", phone="")

    assert answer.status_code == 422
    assert "Laissez un mail ou un téléphone" in plain(answer)
    assert (await link.sends(answer, phone="05 36 49 00 02")).status_code == 303


async def test_what_the_bureau_changed_meanwhile_is_shown_beside_what_was_typed(
    link: Link, signed_in: Callable[..., Browser]
) -> None:
    opened = await link.opens()
    edit = f"/entreprises/{link.company_id}/contacts/{link.contact_id}/correction"
    await signed_in(Role.RBDE, BOURDELLE).sends(edit, edit, {"function": "Gérante"})

    answer = await link.sends(opened, function="Tutrice des apprentis")

    assert answer.status_code == 409
    assert "<td>Tutrice des apprentis</td><td>Gérante</td>" in answer.text
    assert (await link.sends(answer)).status_code == 303
    assert (await link.details()).function == "Tutrice des apprentis"


async def test_a_form_sent_twice_is_thanked_twice_and_kept_once(
    link: Link, published: Published
) -> None:
    opened = await link.opens()
    typed = {"name": "Paul Bastide", "phone": "05.36.49.00.02"}

    for answer in (await link.sends(opened, **typed), await link.sends(opened, **typed)):
        shown = await link.browser.follows(answer) if answer.status_code == 303 else answer
        assert shown.status_code == 200
        assert THANKS in plain(shown)

    assert len(await published(ContactCheckedV1)) == 1


async def test_what_comes_after_the_answer_is_said_not_to_be_kept(link: Link) -> None:
    opened = await link.opens()
    await link.sends(opened)

    late = await link.sends(opened, name="Paul Bastide")

    assert late.status_code == 410
    assert LOST in plain(late)
    assert "Merci" not in late.text
    assert (await link.details()).name == "Anne Verdier"


async def test_a_link_of_a_month_ago_says_so(link: Link, superuser: asyncpg.Connection) -> None:
    opened = await link.opens()
    await superuser.execute(
        "UPDATE contact_checks SET asked_at = asked_at - $1::interval", timedelta(days=30)
    )

    for page in (await link.opens(), await link.sends(opened)):
        assert page.status_code == 410
        assert "Ce lien a expiré" in plain(page)
        assert "Répondez au courriel qui contenait ce lien" in plain(page)
        assert "Verdier" not in page.text


async def test_a_link_the_lycee_ended_says_why(link: Link) -> None:
    first = link.path
    link.check_id = await link.bureau.do(
        ask_contact_check, contact_id=link.contact_id, now=link.bureau.now
    )
    replaced = await link.browser.opens(first)
    assert replaced.status_code == 410
    assert "Ouvrez le dernier courriel" in plain(replaced)

    await link.bureau.do(cancel_contact_check, contact_id=link.contact_id, now=link.bureau.now)
    assert "Cette demande a été annulée" in plain(await link.opens())

    link.check_id = await link.bureau.do(
        ask_contact_check, contact_id=link.contact_id, now=link.bureau.now
    )
    await link.bureau.do(remove_contact, contact_id=link.contact_id, now=link.bureau.now)
    gone = await link.opens()
    assert gone.status_code == 410
    assert "Cette fiche n’existe plus" in plain(gone)


async def test_a_link_cut_or_made_up_opens_nothing_and_says_what_to_do(link: Link) -> None:
    links, uai = link.bureau.units.links, link.bureau.uai
    never_sent = links.token(LINK_PURPOSE, uai=uai, row_id=uuid4())
    other_purpose = links.token("invitation", uai=uai, row_id=link.check_id)
    opened = await link.opens()
    for token in (link.path[7:-1], "x", never_sent, other_purpose):
        unknown = await link.browser.opens(f"/fiche/{token}")
        assert unknown.status_code == 404
        assert "copiée en entier" in plain(unknown)

        forged = await link.browser.client.post(
            f"/fiche/{token}", data={"name": "Paul", "version": "1", "command_id": str(uuid4())}
        )
        assert forged.status_code == 404
    assert "Verdier" in opened.text
    assert (await link.details()) == ANNE


async def test_nothing_of_the_page_is_kept_followed_or_indexed(link: Link) -> None:
    page = await link.opens()

    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-robots-tag"] == "noindex, nofollow"
    # What a browser sends from a page that names no referrer.
    link.browser.client.headers |= {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert (await link.sends(page)).status_code == 303


async def test_who_asks_all_the_time_waits_and_others_do_not(link: Link, served: Pages) -> None:
    for _ in range(VISITS.times):
        await link.browser.opens("/fiche/x")

    refused = await link.opens()

    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= VISITS.seconds + 1
    link.browser = Browser(_somewhere(served))
    assert (await link.opens()).status_code == 200


class TestTheCardOfTheBureau:
    """What a company's page says of a contact, and its buttons."""

    async def test_a_contact_is_asked_asked_again_and_let_be(
        self, link: Link, browser: Browser, published: Published
    ) -> None:
        url = f"/entreprises/{link.company_id}"
        action = f"{url}/contacts/{link.contact_id}/confirmation"
        card = await browser.opens(url)
        assert "Reçoit les courriels" in card.text
        assert "demande envoyée le" in card.text
        assert "Renvoyer" in card.text

        again = await browser.follows(await browser.sends(card, action))
        assert "le courriel part dès que possible" in plain(again)
        assert len(await published(ContactCheckAskedV1)) == 2

        let_be = await browser.follows(await browser.sends(again, f"{action}/annulation"))
        assert "Demande de confirmation annulée." in let_be.text
        assert "demande envoyée le" not in let_be.text
        assert "Faire confirmer" in let_be.text

    async def test_what_is_cancelled_already_is_said_and_nothing_breaks(
        self, link: Link, browser: Browser
    ) -> None:
        url = f"/entreprises/{link.company_id}"
        action = f"{url}/contacts/{link.contact_id}/confirmation/annulation"
        card = await browser.opens(url)
        await link.sends(await link.opens())

        late = await browser.sends(card, action)

        assert late.status_code == 409
        assert "Cette demande n’est plus en cours." in late.text
        assert "coordonnées confirmées par l’entreprise le" in late.text

    async def test_a_corrected_card_says_so(self, link: Link, browser: Browser) -> None:
        await link.sends(await link.opens(), name="Paul Bastide")

        card = await browser.opens(f"/entreprises/{link.company_id}")

        assert "coordonnées confirmées et corrigées par l’entreprise le" in card.text

    async def test_a_question_left_unanswered_is_said(
        self, link: Link, browser: Browser, superuser: asyncpg.Connection
    ) -> None:
        await superuser.execute(
            "UPDATE contact_checks SET asked_at = asked_at - $1::interval", timedelta(days=30)
        )

        card = await browser.opens(f"/entreprises/{link.company_id}")

        assert "restée sans réponse" in card.text
        assert "Faire confirmer" in card.text

    async def test_a_head_reads_and_asks_nothing(
        self, link: Link, signed_in: Callable[..., Browser]
    ) -> None:
        card = await signed_in(Role.HEAD, BOURDELLE).opens(f"/entreprises/{link.company_id}")

        assert "demande envoyée le" in card.text
        assert "Renvoyer" not in card.text

    async def test_whom_to_write_to_is_chosen_on_the_contacts_form(
        self, link: Link, browser: Browser
    ) -> None:
        new = f"/entreprises/{link.company_id}/contacts/nouveau"
        typed = {"name": "Paul Bastide", "mail": "p.bastide@quercy.example", "gets_mail": "true"}

        card = await browser.follows(await browser.sends(new, new, typed))

        after_paul = card.text.partition("Paul Bastide</strong>")[2].partition("</li>")[0]
        assert "Reçoit les courriels" in after_paul
        assert card.text.count("Reçoit les courriels") == 1

    async def test_the_link_is_printed_with_a_code_for_a_telephone(
        self, link: Link, browser: Browser
    ) -> None:
        card = f"/entreprises/{link.company_id}"
        printing = f"{card}/contacts/{link.contact_id}/confirmation/impression"
        assert printing in (await browser.opens(card)).text

        page = await browser.opens(printing)
        address = f"http://127.0.0.1:8000{link.path}"
        assert address in page.text
        assert drawn(address).path in page.text
        assert (await browser.client.head(link.path)).status_code == 200
        assert "Anne Verdier" in (await link.opens()).text  # printing and looking use nothing up

        await link.bureau.do(cancel_contact_check, contact_id=link.contact_id, now=link.bureau.now)
        over = await browser.follows(await browser.opens(printing))
        assert "Aucune demande en cours" in over.text
