"""« Contacts »: everybody the bureau knows, found without a name in any address."""

import re
from collections.abc import Callable
from html import unescape

import asyncpg
import pytest

from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contact_list import queries as contact_list
from services.partnerships.contact_list.queries import (
    ContactFilter,
    ContactOrder,
    read_contact_page,
)
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.sharing.commands import record_objection
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, ELSEWHERE, MOISSAC, Bureau, site

PAGE = "/entreprises/contacts"
PEOPLE = {
    "Anne Verdier": ("Directrice", "Scierie du Tescou"),
    "Bruno Lacaze": ("Maître de stage", "Chaudronnerie du Quercy"),
    "Chloé Marty": (None, "Scierie du Tescou"),
    "Denis Fabre": ("Comptable", "Chaudronnerie du Quercy"),
}


async def knows_people(bureau: Bureau) -> None:
    companies = {
        "Scierie du Tescou": await bureau.registers(
            "Scierie du Tescou", main=site(commune=MOISSAC)
        ),
        "Chaudronnerie du Quercy": await bureau.registers(),
    }
    for name, (function, company) in PEOPLE.items():
        company_id = companies[company]
        contact_id = await bureau.do(
            add_contact,
            company_id=company_id,
            site_id=(await bureau.card(company_id)).sites[0].id,
            details=ContactDetails(name, function, mail=f"{name[0].lower()}@tescou.example"),
        )
        if name == "Denis Fabre":
            await bureau.do(record_objection, contact_id=contact_id, now=bureau.now)


def initials(page: str) -> str:
    return "".join(re.findall(r'<th scope="row">(\w)', unescape(page)))


async def looks_for(browser: Browser, words: str, at: str = PAGE) -> tuple[str, str]:
    """The address of what is found, and the page."""
    sent = await browser.sends(at, PAGE, {"q": words})
    return sent.headers["location"], unescape((await browser.follows(sent)).text)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "ABCD"),
        ("?tri=-nom", "DCBA"),
        ("?tri=entreprise", "BDAC"),
        ("?tri=fonction", "CDAB"),
        ("?fonction=direction", "A"),
        ("?fonction=tuteur", "B"),
        ("?fonction=autre", "CD"),
        ("?fonction=ailleurs&tri=age", "ABCD"),
    ],
)
async def test_contacts_are_sorted_and_filtered_by_the_address(
    browser: Browser, bureau: Bureau, query: str, found: str
) -> None:
    await knows_people(bureau)
    page = (await browser.opens(f"{PAGE}{query}")).text
    assert initials(page) == found
    assert f"{len(found)}\xa0contact" in unescape(page)


async def test_one_is_found_by_name_company_or_commune_and_stays_out_of_the_address(
    browser: Browser, bureau: Bureau
) -> None:
    await knows_people(bureau)
    for words, found in (("verdier", "A"), ("SCIERIE", "AC"), ("moissac marty", "C")):
        address, page = await looks_for(browser, words)
        assert (address, initials(page)) == (PAGE, found), words

    address, page = await looks_for(browser, "scierie", f"{PAGE}?fonction=direction&tri=-nom")
    assert (address, initials(page)) == (f"{PAGE}?fonction=direction&tri=-nom", "A")

    _, page = await looks_for(browser, "personne")
    assert "Aucun contact ne répond à cette recherche." in page
    _, page = await looks_for(browser, "")
    assert initials(page) == "ABCD"

    refused = await browser.sends(PAGE, PAGE, {"q": "z"})
    assert refused.status_code == 422
    assert "Écrivez au moins deux lettres ou chiffres." in unescape(refused.text)


async def test_who_is_not_to_be_contacted_is_marked_and_the_card_says_how_to_reach_the_others(
    browser: Browser, bureau: Bureau
) -> None:
    await knows_people(bureau)
    page = unescape((await browser.opens(PAGE)).text)
    assert page.count("Ne pas contacter") == 1
    assert "@tescou.example" not in page
    assert f'href="{PAGE}"' in (await browser.opens("/entreprises")).text


async def test_pages_of_contacts_repeat_and_skip_nobody(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    await knows_people(bureau)
    monkeypatch.setattr(contact_list, "PAGE_LENGTH", 3)
    for order in ContactOrder:
        for descending in (False, True):
            asked = ContactFilter(order=order, descending=descending)

            async def read(uow: UnitOfWork, asked: ContactFilter = asked) -> list[str]:
                first = await read_contact_page(uow, asked)
                rest = await read_contact_page(uow, asked, after=first.after)
                assert (first.total, rest.total, rest.after) == (4, 4, None)
                return [one.name for one in (*first.items, *rest.items)]

            assert sorted(await bureau.do(read)) == sorted(PEOPLE)


async def test_the_list_is_ones_own_lycees_and_noted_in_the_register(
    browser: Browser,
    bureau: Bureau,
    signed_in: Callable[..., Browser],
    superuser: asyncpg.Connection,
) -> None:
    await knows_people(bureau)
    other = signed_in(Role.RBDE, ELSEWHERE)
    assert "Aucun contact." in unescape((await other.opens(PAGE)).text)
    noted = "SELECT count(*) FROM audit_entries WHERE action = 'list-contacts'"
    assert await superuser.fetchval(noted) == 0

    await browser.opens(PAGE)
    assert await superuser.fetchval(f"{noted} AND uai = $1", BOURDELLE) == 1

    teacher = signed_in(Role.REFERENT_TEACHER, BOURDELLE)
    assert (await teacher.opens(PAGE)).status_code == 404
    assert PAGE not in (await teacher.opens("/entreprises")).text
