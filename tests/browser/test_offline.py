"""Two people note exchanges, one of them without a network: nothing is lost, nothing is there twice."""

import re

import pytest
from playwright.async_api import Locator, Page, Route, ViewportSize, expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, People
from tests.support.processes import Command

BUREAU, COLLEAGUE = "bureau@tilleuls.example", "ddfpt@tilleuls.example"
FORM = "form[data-offline]"
KEPT = "Gardé sur cet appareil, envoyé au retour du réseau."
IN_STORE = (
    "() => Object.keys(localStorage).filter((key) => key.startsWith('passerelle:outbox:')).length"
)
WORKED_ON = {DESKTOP["width"]: "Ferronnerie Cayla", PHONE["width"]: "Tonnellerie Bonnal"}
PROBE = "**/static/passerelle.svg"
"""What a page asks for to know whether the network is there."""


async def unreachable(route: Route) -> None:
    await route.abort("internetdisconnected")


def note_of(page: Page) -> Locator:
    return page.locator(FORM).get_by_role("textbox", name="Note")


async def a_company_with_an_exchange(page: Page, name: str) -> str:
    """Register it and note an exchange; the address of its card."""
    await page.goto("/entreprises/nouvelle")
    await page.get_by_label("Nom ou raison sociale").fill(name)
    await page.get_by_role("button", name="Enregistrer l’entreprise").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(name)
    card = page.url
    await page.locator(FORM).get_by_label("Suite").select_option(label="Intéressée")
    await note_of(page).fill("Deux places en mai")
    await page.get_by_role("button", name="Noter l’échange").click()
    await expect(page.get_by_text("Échange consigné")).to_be_visible()
    return card


async def notes_a_call(page: Page, note: str) -> None:
    await page.get_by_role("radio", name="À rappeler").check()
    await page.get_by_text("Raison du refus, autre date, note").click()
    await note_of(page).fill(note)
    await page.get_by_role("button", name="Noter l’appel").click()


async def test_what_is_noted_without_a_network_is_sent_once_and_a_conflict_is_shown(
    people: People, up: Command, screen: ViewportSize
) -> None:
    bureau = await people.known(up, BUREAU, viewport=screen)
    colleague = await people.known(up, COLLEAGUE, viewport=screen)
    page, context = bureau.page, bureau.page.context
    card = await a_company_with_an_exchange(page, WORKED_ON[screen["width"]])
    correction = await page.get_by_role(
        "link", name=re.compile("Corriger l’échange")
    ).get_attribute("href")
    assert correction is not None
    await page.goto(correction)
    calling = await context.new_page()
    await calling.goto(f"{card}/appel")

    await context.set_offline(True)
    await note_of(page).fill("Trois places en mai\ndont une en juin")
    await page.get_by_role("button", name="Enregistrer la correction").click()
    await expect(page.get_by_text(KEPT)).to_be_visible()
    await notes_a_call(calling, "Rappeler en mars")
    await expect(calling.get_by_text(KEPT)).to_be_visible()
    waiting = page.get_by_text("À envoyer\u00a0: 2")
    await waiting.click()
    await expect(page.locator(".outbox").get_by_text("Rappeler en mars")).to_be_visible()
    assert await bureau.overflow() <= 0
    assert await violations(page) == []
    # Meanwhile somebody else corrects the same exchange.
    await colleague.page.goto(correction)
    await note_of(colleague.page).fill("Une place en avril")
    await colleague.page.get_by_role("button", name="Enregistrer la correction").click()
    await expect(colleague.page.get_by_text("Échange corrigé.")).to_be_visible()

    await context.set_offline(False)
    await expect(page.get_by_text("À envoyer\u00a0: 1, dont 1 à reprendre")).to_be_visible()
    left = page.locator(".outbox")
    await expect(left.get_by_text("Conflit", exact=True)).to_be_visible()
    await expect(left.get_by_text("Trois places en mai")).to_be_visible()
    await left.get_by_role("button", name="Comparer et choisir").click()
    await expect(page.get_by_role("region", name="Différences")).to_contain_text(
        "Une place en avril"
    )
    await expect(note_of(page)).to_have_value("Trois places en mai\ndont une en juin")
    assert await bureau.overflow() <= 0
    await page.get_by_role("button", name="Enregistrer la correction").click()

    await expect(page.get_by_text("Échange corrigé.")).to_be_visible()
    await expect(page.locator(".outbox")).to_be_hidden()
    await page.goto(card)
    lines = page.locator(".timeline > li")
    await expect(lines).to_have_count(2)
    await expect(page.locator(".timeline")).to_contain_text("Trois places en mai")
    await expect(page.locator(".timeline")).to_contain_text("Rappeler en mars")
    await expect(page.locator(".timeline")).not_to_contain_text("Une place en avril")
    assert await page.evaluate(IN_STORE) == 0


async def test_nothing_stays_on_the_device_of_who_signs_out_and_what_waits_is_said_first(
    people: People, up: Command
) -> None:
    bureau = await people.known(up, BUREAU)
    page = bureau.page
    card = await a_company_with_an_exchange(page, "Ferronnerie Delmas")
    await page.goto(f"{card}/appel")

    await page.context.route(PROBE, unreachable)
    await page.context.route("**/appel", unreachable)
    await notes_a_call(page, "Rappeler Anne Verdier")
    await expect(page.get_by_text(KEPT)).to_be_visible()
    await page.get_by_role("button", name="Se déconnecter").click()
    await expect(page.get_by_text("se déconnecter encore une fois l’efface")).to_be_visible()
    assert await page.evaluate(IN_STORE) == 1

    await page.get_by_role("button", name="Se déconnecter").click()
    await page.wait_for_url("**/connexion")
    assert await page.evaluate("() => JSON.stringify(localStorage)") == "{}"


async def test_what_the_server_refuses_is_kept_mended_on_its_page_and_recorded_once(
    people: People, up: Command
) -> None:
    bureau = await people.known(up, BUREAU)
    page = bureau.page
    card = await a_company_with_an_exchange(page, "Ferronnerie Estrade")
    await page.goto(card)
    await page.context.set_offline(True)
    form = page.locator(FORM)
    await form.get_by_label("Suite").select_option(label="D’accord")
    await form.get_by_text("Autre date, motif").click()
    await form.get_by_label("Raison du refus").select_option(label="N’a pas de place")
    await note_of(page).fill("Prend un élève en mars")
    await form.get_by_role("button", name="Noter l’échange").click()
    await expect(page.get_by_text(KEPT)).to_be_visible()

    await page.context.set_offline(False)
    await page.get_by_text("À envoyer\u00a0: 1").click()
    refused = page.locator(".outbox")
    await expect(refused.get_by_text("Raison du refus\u00a0: La raison d’un refus")).to_be_visible()
    await refused.get_by_role("button", name="Reprendre").click()
    await expect(page.locator("[data-focus]")).to_contain_text("Raison du refus")
    await expect(note_of(page)).to_have_value("Prend un élève en mars")
    await form.get_by_label("Raison du refus").select_option(label="Sans objet")
    await form.get_by_role("button", name="Noter l’échange").click()

    await expect(page.get_by_text("Échange consigné")).to_be_visible()
    await expect(refused).to_be_hidden()
    await expect(page.locator(".timeline > li")).to_have_count(2)


@pytest.mark.parametrize("back", [False, True], ids=["still without", "with a network"])
async def test_what_is_amended_once_its_first_version_was_recorded_unheard_is_a_conflict(
    people: People, up: Command, *, back: bool
) -> None:
    bureau = await people.known(up, BUREAU)
    page, left = bureau.page, bureau.page.locator(".outbox")
    card = await a_company_with_an_exchange(
        page, "Ferronnerie Fabre" if back else "Vannerie Salles"
    )
    await page.goto(f"{card}/appel")
    answers = []

    async def unheard(route: Route) -> None:
        answers.append((await route.fetch()).status)
        await unreachable(route)

    await page.context.route(PROBE, unreachable)
    await page.context.route("**/appel", unheard)
    await notes_a_call(page, "Rappeler en mars")
    await page.get_by_text("À envoyer\u00a0: 1").click()
    await left.get_by_role("button", name="Envoyer").click()
    await expect(page.get_by_text("Toujours pas de réseau")).to_be_visible()
    await page.get_by_role("button", name="Reprendre").click()
    await note_of(page).fill("Rappeler en mai")
    assert set(answers) == {204}

    if back:
        await page.context.unroute_all()
        await page.get_by_role("button", name="Noter l’appel").click()
    else:
        await page.get_by_role("button", name="Noter l’appel").click()
        await expect(page.get_by_text(KEPT)).to_be_visible()
        await page.context.unroute_all()
        await left.get_by_role("button", name="Envoyer").click()
    await expect(left.get_by_text("Conflit", exact=True)).to_be_visible()
    await expect(left.get_by_text("Une première version a été enregistrée")).to_be_visible()
    await expect(left.get_by_text("Rappeler en mai")).to_be_visible()
    assert await violations(page) == []

    await left.get_by_role("link", name="Ouvrir la fiche").click()
    await page.wait_for_url(card)
    await expect(page.locator(".timeline > li")).to_have_count(2)
    await expect(page.locator(".timeline")).to_contain_text("Rappeler en mars")
    await expect(left).to_contain_text("Rappeler en mai")


async def test_what_was_never_sent_is_taken_up_again_and_recorded_as_it_was_amended(
    people: People, up: Command
) -> None:
    bureau = await people.known(up, BUREAU)
    page = bureau.page
    card = await a_company_with_an_exchange(page, "Ferronnerie Gausserand")
    await page.goto(f"{card}/appel")
    await page.context.route(PROBE, unreachable)
    await notes_a_call(page, "Rappeler en mars")
    await page.get_by_role("button", name="Reprendre").click()
    await note_of(page).fill("Rappeler en mai")
    await page.context.unroute_all()
    await page.get_by_role("button", name="Noter l’appel").click()

    await page.wait_for_url(card)
    await expect(page.locator(".timeline > li")).to_have_count(2)
    await expect(page.locator(".timeline")).to_contain_text("Rappeler en mai")
    await expect(page.locator(".outbox")).to_be_hidden()
    assert await page.evaluate(IN_STORE) == 0
