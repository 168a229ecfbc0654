"""One search for everything a bureau works with, and for nothing it may not see."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text

from contracts.identifiers import Naf, Uai
from contracts.partnerships.actions import ActionKind
from contracts.partnerships.partnerships import PartnershipStage
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.requests.lycee_choice import HEADER
from services.chassis.web.requests.private_search import COOKIE
from services.partnerships.actions.commands import plan_action
from services.partnerships.actions.model import ActionDetails
from services.partnerships.base.search_words import search_words
from services.partnerships.contacts.commands import add_contact, correct_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.erasure.commands import remove_contact
from services.partnerships.sharing.commands import record_objection, share_contact
from tests.partnerships.browsing import Browser
from tests.partnerships.world import (
    BOURDELLE,
    ELSEWHERE,
    MOISSAC,
    SIREN,
    TODAY,
    Bureau,
    siret_of,
    site,
)
from tests.support.statements import statements

PAGE = "/recherche"
HORTENSE = ContactDetails(
    "Hortense Delbosc-Élie", "Gérante", "h.delbosc@quercy.example", "+33536490012"
)
SECTIONS = re.compile(r'<section aria-labelledby="trouve-(\w+)">(.*?)</section>', re.DOTALL)
TAGS = re.compile(r"<[^>]*>")


async def knows(bureau: Bureau, company_id: UUID, details: ContactDetails = HORTENSE) -> UUID:
    site_id = (await bureau.card(company_id)).sites[0].id
    return await bureau.do(add_contact, company_id=company_id, site_id=site_id, details=details)


async def look_for(browser: Browser, words: str) -> str:
    """The page of what is found."""
    sent = await browser.sends(PAGE, PAGE, {"q": words})
    return unescape((await browser.follows(sent)).text)


def groups(page: str) -> dict[str, str]:
    """What is shown of each kind, as it is read."""
    return {name: " ".join(TAGS.sub(" ", part).split()) for name, part in SECTIONS.findall(page)}


async def found(browser: Browser, words: str) -> dict[str, str]:
    return groups(await look_for(browser, words))


async def test_one_search_finds_whatever_is_about_a_company(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    await bureau.registers("Scierie du Tescou")
    await bureau.opens_a_partnership(company_id, stage=PartnershipStage.CONTACTED)
    await bureau.logs(company_id, next_step_on=TODAY)
    visit = ActionDetails(kind=ActionKind.VISIT, title="Visite des 1MELEC", planned_on=TODAY)
    await bureau.do(plan_action, details=visit, company_id=company_id, now=bureau.now)

    shown = await found(browser, "chaudronnerie QUERCY")

    assert shown["entreprises"] == "Entreprises Chaudronnerie du Quercy Montauban Votre lycée"
    assert shown["partenariats"] == "Partenariats Chaudronnerie du Quercy Contactée"
    assert "Donner suite Chaudronnerie du Quercy" in shown["taches"]
    assert "Visite des 1MELEC" in shown["actions"]
    assert "contacts" not in shown


async def test_a_contact_is_found_by_name_mail_or_phone_however_it_is_typed(
    browser: Browser, bureau: Bureau
) -> None:
    await knows(bureau, await bureau.registers())

    for words in (
        "DELBOSC hortense",
        "délbosc élie",
        "Delbosc chaudronnerie",
        "H.Delbosc@quercy.example",
        "05 36 49 00 12",
        "05.36.49.00.12",
        "+33 5 36 49 00 12",
        "+33 (0)5 36 49 00 12",
        "0033536490012",
    ):
        contact = (await found(browser, words)).get("contacts", "")
        assert "Hortense Delbosc-Élie Gérante, Chaudronnerie du Quercy" in contact, words
    # Who works there is not shown to whoever looks for the company.
    assert "contacts" not in await found(browser, "chaudronnerie")
    assert await found(browser, "Hortense scierie") == {}


async def test_a_name_and_a_trade_find_who_works_there_whoever_is_called_like_the_trade(
    browser: Browser, bureau: Bureau
) -> None:
    bakery = await bureau.registers("Boulangerie Roy")
    await knows(bureau, bakery, ContactDetails("Paul Martin"))
    elsewhere = await bureau.registers("Scierie du Tescou")
    await knows(bureau, elsewhere, ContactDetails("Marie Boulanger"))
    await knows(bureau, elsewhere, ContactDetails("Luc Martin"))

    shown = (await found(browser, "martin boulanger"))["contacts"]

    assert shown == "Contacts Paul Martin Boulangerie Roy"


async def test_a_company_is_found_by_its_numbers_typed_with_spaces(
    browser: Browser, bureau: Bureau
) -> None:
    main = site(siret=siret_of(74, SIREN), phone="+33536490034")
    await bureau.registers(main=main, siren=None)

    for words in ("732 829 320", "732 829 320 00", "05 36 49 00 34", "+33 5 36 49 00 34"):
        assert "Chaudronnerie" in (await found(browser, words))["entreprises"], words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Élodie  LE-GOFF", ["elodie", "le", "goff"]),
        ("05 36 49 00 12", ["0536490012"]),
        ("+49 30 12345", ["00493012345"]),
        ("12003301234567", ["12003301234567"]),
        ("roux A.Roux@Quercy.example", ["roux", "a.roux@quercy.example"]),
    ],
)
def test_what_is_typed_is_read_as_words(typed: str, words: list[str]) -> None:
    assert list(search_words(typed)) == words


async def test_of_many_words_the_first_ones_are_sought_and_the_page_says_so(
    browser: Browser, bureau: Bureau
) -> None:
    await bureau.registers()
    few = "chaudronnerie quercy chaud querc chaudr chaudro chaudron chaudronn"
    many = f"{few} a b c d e f"
    said = "Seuls les 8\u00a0premiers mots différents sont cherchés."

    assert len(search_words("bois " + " ".join(f"mot{n}" for n in range(230)))) == 8
    assert "Chaudronnerie" in (await found(browser, many))["entreprises"]
    assert said in await look_for(browser, many)
    assert said not in await look_for(browser, few)
    listed = (await browser.client.get("/entreprises", params={"filtre": "toutes", "q": many})).text
    assert said in listed
    assert "Chaudronnerie du Quercy" in listed


async def test_what_is_misspelt_is_proposed(browser: Browser, bureau: Bureau) -> None:
    await knows(bureau, await bureau.registers())

    for words in ("delbosque", "Hortanse Delbosc"):
        page = await look_for(browser, words)
        assert "Cherchiez-vous ceci" in page, words
        assert "Hortense Delbosc-Élie" in groups(page)["contacts"], words
    assert "Chaudronnerie du Quercy" in (await found(browser, "chaudronerie"))["entreprises"]
    assert "partenariats" not in await found(browser, "chaudronerie")
    await bureau.opens_a_partnership(await bureau.registers("Menuiserie Vidal"))
    for words in ("menuizerie", "Vidall menuisrie"):
        assert "Menuiserie Vidal" in (await found(browser, words))["partenariats"], words
    # A number is not guessed.
    assert await found(browser, "05 36 49 00 13") == {}


async def test_nothing_of_another_lycee_is_found(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    await knows(bureau, company_id)
    await bureau.opens_a_partnership(company_id)
    await bureau.logs(company_id, next_step_on=TODAY)
    other = signed_in(Role.RBDE, ELSEWHERE)

    assert set(await found(other, "chaudronerie")) == {"entreprises"}
    for words in ("Hortense", "Hortanse", "0536490012", "h.delbosc@quercy.example"):
        page = await look_for(other, words)
        assert "Delbosc-Élie" not in page, words
    assert set(await found(other, "chaudronnerie")) == {"entreprises"}


async def test_a_shared_contact_is_found_by_others_until_the_person_objects(
    signed_in: Callable[..., Browser],
    bureau: Bureau,
    other_bureau: Bureau,
    superuser: asyncpg.Connection,
) -> None:
    contact_id = await knows(bureau, await bureau.registers())
    informed = datetime.now(UTC).date()
    now = datetime.now(UTC)
    await bureau.do(share_contact, contact_id=contact_id, informed_on=informed, now=now)
    other = signed_in(Role.RBDE, ELSEWHERE)

    shown = (await found(other, "delbosc"))["contacts"]

    assert "Hortense Delbosc-Élie" in shown
    assert f"Partagé par le lycée {BOURDELLE}" in shown
    assert "Hortense" in (await found(other, "Hortanse"))["contacts"]
    assert await readers(superuser, contact_id) == {ELSEWHERE}
    await bureau.do(record_objection, contact_id=contact_id, now=now)
    assert await found(other, "delbosc") == {}
    assert await found(other, "Hortanse") == {}
    # Not even the word is read, whatever asks for it.
    counted = "SELECT count(*) FROM shared_contact_words"
    assert await superuser.fetchval(counted) > 0
    assert await other_bureau.do(count_shared_words) == 0
    assert await bureau.do(count_shared_words) > 0


async def count_shared_words(uow: UnitOfWork) -> int:
    counted = await uow.execute(text("SELECT count(*) FROM shared_contact_words"))
    return int(counted.scalar_one())


async def readers(superuser: asyncpg.Connection, contact_id: UUID) -> set[str]:
    """The lycées for whose people it is noted that a search showed them this contact."""
    rows = await superuser.fetch(
        "SELECT uai FROM audit_entries WHERE action = 'find-contact' AND resource_id = $1",
        contact_id,
    )
    return {row["uai"] for row in rows}


async def test_who_found_a_contact_is_told_to_its_bureau(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    contact_id = await knows(bureau, company_id)
    await look_for(browser, "chaudronnerie")
    assert await readers(superuser, contact_id) == set()

    await look_for(browser, "delbosc")

    assert await readers(superuser, contact_id) == {BOURDELLE}
    seen = await browser.opens(f"/entreprises/{company_id}/contacts/{contact_id}/consultations")
    assert "Trouvé par une recherche" in unescape(seen.text)


async def test_what_is_typed_is_in_no_address_and_is_of_who_typed_it(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    await knows(bureau, await bureau.registers())
    browser, colleague = (signed_in(Role.RBDE, BOURDELLE, account=one) for one in (1, 2))

    sent = await browser.sends("/entreprises", PAGE, {"q": "Hortense Delbosc"})

    assert sent.headers["location"] == PAGE
    cookie = next(one for one in sent.headers.get_list("set-cookie") if COOKIE in one)
    assert "Path=/recherche" in cookie
    assert "HttpOnly" in cookie
    assert "Hortense" not in cookie
    assert "Hortense Delbosc-Élie" in unescape((await browser.follows(sent)).text)
    page = unescape((await browser.opens(PAGE)).text)  # as one comes back to it
    assert "Hortense Delbosc-Élie" in page
    assert "Hortense" not in page.partition("</title>")[0]
    links = re.findall(r'(?:href|action|hx-get)="([^"]*)"', page)
    assert not [link for link in links if "ortense" in link.lower()]
    colleague.client.cookies.set(COOKIE, browser.client.cookies[COOKIE], path=PAGE)
    assert "Delbosc" not in (await colleague.opens(PAGE)).text


MINE = f"{UUID(int=1).hex}."


@pytest.mark.parametrize(
    "kept", ["", "x.y", f"{MINE}!!", f"{MINE}/w==", f"{MINE}YWFAAA==", f"{MINE}{'YWFh' * 40}"]
)
async def test_a_cookie_that_says_nothing_shows_an_empty_search(
    browser: Browser, kept: str
) -> None:
    browser.client.cookies.set(COOKIE, kept, path=PAGE)

    page = await browser.opens(PAGE)

    assert page.status_code == 200
    assert groups(page.text) == {}
    assert "Rien ne répond" not in page.text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "obligatoire"),
        ("a", "au moins deux lettres"),
        ("?!", "au moins deux lettres"),
        ("a" * 101, "au plus 100"),
    ],
)
async def test_what_is_too_short_or_too_long_to_look_for_is_said(
    browser: Browser, words: str, told: str
) -> None:
    refused = await browser.sends(PAGE, PAGE, {"q": words})

    assert refused.status_code == 422
    assert told in unescape(refused.text)
    assert f'value="{words}"' in refused.text


async def test_what_is_not_found_becomes_a_card_without_typing_it_again(
    browser: Browser, signed_in: Callable[..., Browser]
) -> None:
    new = "/entreprises/nouvelle/cherchee"
    page = await look_for(browser, "Ferronnerie Lalande")
    assert "Aucune entreprise, aucun contact ni partenariat ne répond à" in page

    card = await browser.sends(PAGE, new)

    assert card.status_code == 200
    assert 'value="Ferronnerie Lalande"' in card.text
    await look_for(browser, "732 829 320")
    numbered = await browser.sends(PAGE, new)
    assert re.search(r'name="siren"[^>]*value="732829320"', numbered.text)
    teacher = signed_in(Role.REFERENT_TEACHER, BOURDELLE)
    assert new not in await look_for(teacher, "Ferronnerie Lalande")


async def test_many_are_shown_a_few_at_a_time_with_a_way_to_all(
    browser: Browser, bureau: Bureau
) -> None:
    first = await bureau.registers("Atelier Noé 1")
    for n in range(2, 11):
        await bureau.registers(f"Atelier Noé {n}")
    for n in range(10):
        await knows(bureau, first, ContactDetails(f"Anselme Tulmonnet {n}"))

    page = await look_for(browser, "noé")
    assert groups(page)["entreprises"].count("Atelier Noé") == 8
    assert 'href="/recherche?groupe=entreprises"' in page
    assert "q=no" not in page
    assert "Atelier Noé 9" in (await browser.opens("/recherche?groupe=entreprises")).text
    page = await look_for(browser, "tulmonnet")
    assert groups(page)["contacts"].count("Tulmonnet") == 8
    assert 'href="/recherche?groupe=contacts"' in page
    alone = await browser.opens("/recherche?groupe=contacts")
    assert groups(unescape(alone.text))["contacts"].count("Tulmonnet") == 10
    assert (await browser.opens("/recherche?groupe=autre")).status_code == 200


async def test_those_one_works_with_come_first_then_whose_name_begins_so(
    browser: Browser, bureau: Bureau, other_bureau: Bureau
) -> None:
    await other_bureau.registers("Ateliers de la Roque")
    await bureau.registers("Menuiserie Roque")
    await other_bureau.registers("SARL Roque et fils", main=site(commune=MOISSAC))

    shown = (await found(browser, "roque"))["entreprises"]

    places = [shown.index(name) for name in ("Menuiserie Roque", "SARL Roque", "Ateliers de la")]
    assert places == sorted(places)
    named = (await found(browser, "Roque et fils"))["entreprises"]
    assert "SARL Roque et fils" in named


async def test_partnerships_are_found_by_their_stage(browser: Browser, bureau: Bureau) -> None:
    one, other = await bureau.registers("Scierie Noé"), await bureau.registers("Zinguerie Roy")
    await bureau.opens_a_partnership(one, stage=PartnershipStage.CONTACTED)
    partnership = await bureau.opens_a_partnership(other, stage=PartnershipStage.CONTACTED)
    await bureau.moves(partnership, 2, PartnershipStage.IN_DISCUSSION)

    assert await found(browser, "En discussion") == {
        "partenariats": "Partenariats Zinguerie Roy En discussion"
    }
    assert "Scierie Noé" in (await found(browser, "contactées"))["partenariats"]


async def test_actions_are_found_by_their_title(browser: Browser, bureau: Bureau) -> None:
    forum = ActionDetails(kind=ActionKind.FORUM, title="Forum de l’Été", planned_on=TODAY)
    await bureau.do(plan_action, details=forum, now=bureau.now)

    assert "Forum de l’Été" in (await found(browser, "ete forum"))["actions"]
    assert "actions" not in await found(browser, "rum")


async def test_a_contact_is_found_by_what_is_known_of_it_now(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    contact_id = await knows(bureau, await bureau.registers())
    moved = ContactDetails("Hortense Verdier", phone="+33536490099")
    now = bureau.now

    await bureau.do(correct_contact, contact_id=contact_id, version=1, details=moved, now=now)

    assert "contacts" not in await found(browser, "delbosc")
    assert "contacts" not in await found(browser, "05 36 49 00 12")
    assert "Hortense Verdier" in (await found(browser, "05 36 49 00 99"))["contacts"]
    await bureau.do(remove_contact, contact_id=contact_id, now=now)
    assert await superuser.fetchval("SELECT count(*) FROM contact_words") == 0


async def test_each_role_finds_what_it_may_open(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    await bureau.logs(company_id, next_step_on=TODAY)

    for role in (Role.REFERENT_TEACHER, Role.SECRETARIAT):
        assert set(await found(signed_in(role, BOURDELLE), "quercy")) == {"entreprises"}, role
    assert "taches" in await found(signed_in(Role.HEAD, BOURDELLE), "quercy")
    outside = signed_in(Role.SUPERVISOR)
    assert (await outside.opens(PAGE)).status_code == 404


async def test_a_search_asks_as_often_whatever_it_finds(browser: Browser, bureau: Bureau) -> None:
    async def asked(words: str) -> int:
        sent = await browser.sends(PAGE, PAGE, {"q": words})
        with statements() as run:
            await browser.follows(sent)
        return len(run)

    async def works_with(name: str) -> None:
        company_id = await bureau.registers(name)
        await bureau.opens_a_partnership(company_id)
        await bureau.logs(company_id, next_step_on=TODAY)

    await works_with("Atelier Noé")
    few = await asked("atelier")
    for n in range(6):
        await works_with(f"Atelier Noé {n}")

    assert await asked("atelier") == few
    assert few <= 8


async def test_the_palette_is_told_companies_alone(
    browser: Browser, bureau: Bureau, other_bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    await knows(bureau, company_id)
    await other_bureau.registers("Scierie du Tescou", naf=Naf("16.10A"))

    async def suggested(words: str) -> list[tuple[str, str]]:
        answer = await browser.client.post(
            "/recherche/entreprises", data={"q": words}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert answer.status_code == 200
        return re.findall(r'data-href="([^"]*)">([^<]*[^< ])', unescape(answer.text))

    card = (f"/entreprises/{company_id}", "Chaudronnerie du Quercy")
    assert await suggested("") == []
    await bureau.logs(company_id)
    assert await suggested("") == [card]  # with whom one spoke last
    assert await suggested("chaud") == [card]
    assert [name for _, name in await suggested("scierie")] == ["Scierie du Tescou"]
    assert await suggested("delbosc") == []
    assert await suggested("zz") == []


async def test_the_palette_proposes_those_of_the_lycee_one_chose(
    signed_in: Callable[..., Browser], bureau: Bureau, other_bureau: Bureau
) -> None:
    ours = await bureau.registers("Scierie du Tescou")
    theirs = await other_bureau.registers("Scierie de Moissac", distinct=True)
    await bureau.logs(ours, occurred_on=TODAY - timedelta(days=1))
    await other_bureau.logs(theirs)
    both = signed_in(Role.RBDE, BOURDELLE, ELSEWHERE)

    async def suggested(words: str, lycee: Uai | None = None) -> list[UUID]:
        headers = {"Sec-Fetch-Site": "same-origin"} | ({HEADER: lycee} if lycee else {})
        address = "/recherche/entreprises"
        answer = await both.client.post(address, data={"q": words}, headers=headers)
        return [UUID(one) for one in re.findall(r'data-href="/entreprises/([^"]*)"', answer.text)]

    assert await suggested("") == [theirs, ours]
    assert await suggested("", BOURDELLE) == [ours]
    assert await suggested("", ELSEWHERE) == [theirs]
    # Those of another lycée are found all the same, after one’s own.
    assert await suggested("scierie", BOURDELLE) == [ours, theirs]
    assert await suggested("scierie", ELSEWHERE) == [theirs, ours]
