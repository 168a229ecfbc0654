"""« Noter un échange »: a company is named, then comes the form of the exchange, in one step."""

from html import unescape
from uuid import UUID, uuid4

from services.chassis.web.requests.private_search import COOKIE
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from tests.partnerships.browsing import Browser
from tests.partnerships.world import Bureau, siret_of, site
from tests.support.statements import statements

PAGE = "/recherche/echange"
FOUND = f"{PAGE}/resultats"


async def knows(bureau: Bureau, company_id: UUID, name: str) -> None:
    site_id = (await bureau.card(company_id)).sites[0].id
    await bureau.do(
        add_contact, company_id=company_id, site_id=site_id, details=ContactDetails(name)
    )


def leads_to(company_id: UUID, back: str = "card") -> str:
    return f"/entreprises/{company_id}/appel?retour={back}"


async def test_the_only_company_of_that_name_leads_straight_to_the_form(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers("Menuiserie du Tescou")
    await bureau.registers("Garage Delmas", main=site(siret=siret_of(2)))

    sent = await browser.sends(PAGE, PAGE, {"q": "tescou menuiserie", "retour": "today"})

    assert sent.headers["location"] == leads_to(company_id, "today")
    form = unescape((await browser.follows(sent)).text)
    assert "Menuiserie du Tescou" in form
    assert 'name="back" value="today"' in form


async def test_the_only_company_where_somebody_of_that_name_works_is_meant_too(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers("Menuiserie du Tescou")
    await knows(bureau, company_id, "Hortense Delbosc")

    sent = await browser.sends(PAGE, PAGE, {"q": "Hortense Delbosc"})

    assert sent.headers["location"] == leads_to(company_id)
    assert COOKIE not in sent.headers.get("set-cookie", "")


async def test_more_people_of_that_name_than_are_shown_lead_to_no_company_by_themselves(
    browser: Browser, bureau: Bureau
) -> None:
    first = await bureau.registers("Menuiserie du Tescou")
    for name in ("Ana", "Bea", "Cléa", "Dora", "Elsa", "Fanny", "Gaby", "Hana"):
        await knows(bureau, first, f"Martinot {name}")
    second = await bureau.registers("Garage Delmas", main=site(siret=siret_of(2)))
    await knows(bureau, second, "Martinot Zoé")

    sent = await browser.sends(PAGE, PAGE, {"q": "Martinot"})

    assert sent.headers["location"] == f"{FOUND}?retour=card"
    page = unescape((await browser.follows(sent)).text)
    assert "D’autres répondent\u00a0: précisez" in page


async def test_several_are_shown_each_with_its_way_to_the_form(
    browser: Browser, bureau: Bureau
) -> None:
    first = await bureau.registers("Garage Delmas")
    second = await bureau.registers("Garage Pujol", main=site(siret=siret_of(2)))

    sent = await browser.sends(PAGE, PAGE, {"q": "garage", "retour": "today"})

    assert sent.headers["location"] == f"{FOUND}?retour=today", "nothing of it in the address"
    page = unescape((await browser.follows(sent)).text)
    for company_id in (first, second):
        assert f'href="{leads_to(company_id, "today")}"' in page
    assert 'value="garage"' in page


async def test_what_is_not_found_is_kept_for_a_new_company(
    browser: Browser, bureau: Bureau
) -> None:
    await bureau.registers("Garage Delmas")

    sent = await browser.sends(PAGE, PAGE, {"q": "Ferronnerie Astorg"})

    page = unescape((await browser.follows(sent)).text)
    assert "Aucune entreprise, aucun contact ne répond à «\u00a0Ferronnerie Astorg\u00a0»" in page
    new = "/entreprises/nouvelle/cherchee"
    assert f'action="{new}"' in page
    filled = await browser.sends(FOUND, new, {"q": "Ferronnerie Astorg"})
    assert 'value="Ferronnerie Astorg"' in unescape(filled.text)


async def test_a_name_nearly_typed_right_is_proposed_not_taken(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers("Chaudronnerie Astorg")

    page = unescape(
        (await browser.follows(await browser.sends(PAGE, PAGE, {"q": "Chaudronerie"}))).text
    )

    assert "Cherchiez-vous ceci" in page
    assert leads_to(company_id) in page


async def test_too_few_letters_are_refused_and_kept(browser: Browser, bureau: Bureau) -> None:
    await bureau.registers()

    sent = await browser.sends(PAGE, PAGE, {"q": "x", "retour": "today"})

    assert sent.status_code == 422
    assert "Écrivez au moins deux lettres ou chiffres." in unescape(sent.text)
    assert 'value="x"' in sent.text
    assert 'name="retour" value="today"' in sent.text


async def test_whom_one_last_spoke_with_is_offered_before_anything_is_typed(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers("Garage Delmas")
    await bureau.logs(company_id)
    other = await bureau.registers("Menuiserie du Tescou", main=site(siret=siret_of(2)))

    page = (await browser.opens(PAGE)).text

    assert leads_to(company_id) in page
    assert leads_to(other) not in page


async def test_a_long_list_takes_no_more_statements(browser: Browser, bureau: Bureau) -> None:
    async def asked() -> int:
        await browser.sends(PAGE, PAGE, {"q": "garage"})
        with statements() as noted:
            assert (await browser.opens(FOUND)).status_code == 200
        return len(noted)

    for number in (1, 2):
        await bureau.registers(f"Garage {uuid4().hex[:6]}", main=site(siret=siret_of(number)))
    few = await asked()
    for number in range(3, 8):
        await bureau.registers(f"Garage {uuid4().hex[:6]}", main=site(siret=siret_of(number)))

    assert await asked() == few
