"""What the supervisor does each week with two bureaux, a company and an adviser, on a phone and on a desk."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.async_api import ViewportSize, expect

from services.partnerships.base.calendar import local_date
from tests.browser.axe import violations
from tests.browser.conftest import People, Person
from tests.browser.test_journey import somebody
from tests.browser.test_week_of_a_bureau import registers
from tests.support.processes import Command
from tests.support.waiting import eventually

SUPERVISOR = "supervision@dsden.example"
OURS, THEIRS = "bureau@tilleuls.example", "bureau@vieux-pont.example"


def today() -> date:
    """The day the pages say it is."""
    return local_date(datetime.now(UTC))


def unexpected(person: Person) -> list[str]:
    """What the browser complained of, but for parts that follow in a moment and cards that look alike."""
    expected = ("404 (Not Found)", "409 (Conflict)")
    return [one for one in person.complaints if not any(said in one for said in expected)]


async def is_sound(person: Person) -> None:
    """The page fits the screen, and a screen reader reads it."""
    assert await person.overflow() <= 0
    assert await violations(person.page) == []


async def test_a_need_is_routed_to_a_bureau_and_an_actor_and_answered(
    people: People, up: Command, screen: ViewportSize
) -> None:
    company = f"Tournerie des Gorges {screen['width']}"
    told = await people.somebody(viewport=screen)
    await told.page.goto("/besoin")
    await told.page.get_by_label("Accueillir un élève").check()
    await told.page.get_by_label("Expliquez-nous").fill("Deux stagiaires au printemps.")
    await told.page.get_by_label("Entreprise", exact=True).fill(company)
    await told.page.get_by_label("Votre adresse électronique").fill("atelier@tournerie.example")
    await told.page.wait_for_function("() => performance.now() > 3200")
    await told.page.get_by_role("button", name="Envoyer ma demande").click()
    await expect(told.page.get_by_role("heading", level=1, name="Merci")).to_be_visible()

    supervisor = await somebody(people, up, SUPERVISOR, viewport=screen)
    page = supervisor.page
    await page.goto("/annuaire/nouveau")
    await page.get_by_label("Nature", exact=True).select_option(label="Greta")
    await page.get_by_label("Nom", exact=True).fill(f"Greta des Gorges {screen['width']}")
    await page.get_by_label("Adresse électronique").fill("accueil@greta.example")
    await page.get_by_role("button", name="Enregistrer").click()
    await page.goto("/besoins")
    await page.get_by_role("link", name=company).first.click()
    await page.get_by_role("button", name="Qualifier").click()
    await page.get_by_label("Lycée des Tilleuls").check()
    await page.get_by_label("À un acteur de l’annuaire").fill(f"Greta des Gorges {screen['width']}")
    await page.get_by_role("button", name="Transmettre", exact=True).click()
    held = page.get_by_role("region", name="Qui s’en occupe")
    await expect(held.get_by_text("Pas encore pris")).to_have_count(2)
    await is_sound(supervisor)

    bureau = await somebody(people, up, OURS, viewport=screen)
    await bureau.page.goto("/besoins")
    await bureau.page.get_by_role("link", name=company).first.click()
    await bureau.page.get_by_label("Réponse promise pour le").fill(today().isoformat())
    await bureau.page.get_by_role("button", name="Prendre en charge").click()
    await bureau.page.get_by_label("Issue").select_option(label="Aidée")
    await bureau.page.get_by_label("Réponse à l’entreprise").fill("Deux élèves viennent en mars.")
    await is_sound(bureau)
    await bureau.page.get_by_role("button", name="Enregistrer la réponse").click()
    await expect(bureau.page.get_by_text("Deux élèves viennent en mars.")).to_be_visible()

    await page.reload()
    await expect(held.get_by_text("Deux élèves viennent en mars.")).to_be_visible()
    assert unexpected(supervisor) == unexpected(bureau) == unexpected(told) == []


async def test_a_practice_is_pinned_and_a_meeting_prepared_from_what_the_network_knows(
    people: People, up: Command, screen: ViewportSize
) -> None:
    title = f"Appeler avant huit heures {screen['width']}"
    bureau = await somebody(people, up, THEIRS, viewport=screen)
    await bureau.page.goto("/pratiques/nouvelle")
    await bureau.page.get_by_label("Thème").select_option(index=1)
    await bureau.page.get_by_label("Titre").fill(title)
    await bureau.page.get_by_label("Ce que vous faites").fill("Le patron est à l’atelier.")
    await bureau.page.get_by_role("button", name="Partager").click()

    supervisor = await somebody(people, up, SUPERVISOR, viewport=screen)
    page = supervisor.page
    await page.goto("/pratiques")
    await page.get_by_role("link", name=title).click()
    await page.get_by_role("button", name="Épingler").click()
    await expect(page.get_by_text("Épinglée").first).to_be_visible()

    await page.goto("/comites/nouveau")
    await page.get_by_label("Nature").select_option(index=4)
    await page.get_by_label("Nom", exact=True).fill(f"Réunion des bureaux {screen['width']}")
    await page.get_by_role("button", name="Enregistrer").click()
    await page.get_by_role("link", name="Prévoir une réunion").click()
    await page.get_by_label("Jour", exact=True).fill((today() + timedelta(days=9)).isoformat())
    await page.get_by_role("button", name="Enregistrer").click()
    await page.get_by_role("link", name="Préparer", exact=True).click()
    await expect(page.get_by_role("heading", name="Qui a besoin de vous")).to_be_visible()
    await is_sound(supervisor)
    await page.get_by_label(re.compile("^Bonnes pratiques")).check()
    await page.get_by_role("button", name="Ajouter à l’ordre du jour").click()
    agenda = page.get_by_role("region", name="Ordre du jour")
    await expect(agenda.get_by_text(re.compile("^Bonnes pratiques"))).to_be_visible()
    assert unexpected(supervisor) == unexpected(bureau) == []


async def test_a_signal_is_attached_to_a_file_whose_note_is_printed(
    people: People, up: Command, screen: ViewportSize
) -> None:
    said = f"Pas un soudeur depuis mai {screen['width']}."
    bureau = await somebody(people, up, OURS, viewport=screen)
    await bureau.page.goto("/signaux/nouveau")
    await bureau.page.get_by_label("Ce qui a été dit").fill(said)
    await bureau.page.get_by_label("Métier", exact=True).fill("H2913")
    await bureau.page.get_by_label("Ce qui est dit").select_option(index=1)
    await is_sound(bureau)
    await bureau.page.get_by_role("button", name="Noter le signal").click()
    await expect(bureau.page.get_by_text(said)).to_be_visible()

    formation = f"Soudage {screen['width']}"
    supervisor = await somebody(people, up, SUPERVISOR, viewport=screen)
    page = supervisor.page
    await page.goto("/offre/nouveau")
    await page.get_by_label("Type de demande").select_option(index=1)
    await page.get_by_label("Lycée", exact=True).select_option(label="Lycée des Tilleuls")
    await page.get_by_label("Rentrée").select_option(index=1)
    await page.get_by_label("Nouvelle formation").fill(formation)
    await page.get_by_label("Métiers").fill("H2913")
    await page.get_by_role("button", name="Enregistrer").click()
    await page.get_by_role("link", name="Rattacher des signaux").click()
    await page.get_by_role("row").filter(has_text=said).get_by_role("checkbox").check()
    await page.get_by_role("button", name="Rattacher ce qui est coché").click()
    await expect(page.get_by_text(said)).to_be_visible()
    await is_sound(supervisor)
    await page.get_by_role("link", name="Note").first.click()
    await page.emulate_media(media="print")
    await expect(page.get_by_role("article").get_by_text(formation).first).to_be_visible()
    await expect(page.get_by_text(said)).to_have_count(0)
    assert unexpected(supervisor) == unexpected(bureau) == []


async def test_a_campaign_is_launched_and_followed_by_who_is_asked(
    people: People, up: Command, screen: ViewportSize
) -> None:
    title = f"Trente échanges {screen['width']}"
    supervisor = await somebody(people, up, SUPERVISOR, viewport=screen)
    page = supervisor.page
    await page.goto("/campagnes/nouvelle")
    await page.get_by_label("Titre").fill(title)
    await page.get_by_label("Message aux bureaux").fill("Avant les vacances.")
    await page.get_by_label("Début").fill(today().isoformat())
    await page.get_by_label("Fin", exact=True).fill((today() + timedelta(days=30)).isoformat())
    await page.get_by_label("Ce qui est compté").select_option(
        label="Échanges avec des entreprises"
    )
    await page.get_by_label("Lycée des Tilleuls").fill("12")
    await page.get_by_role("button", name="Enregistrer le brouillon").click()
    await page.get_by_role("button", name="Lancer la campagne").click()
    await is_sound(supervisor)

    bureau = await somebody(people, up, OURS, viewport=screen)
    await bureau.page.goto("/campagnes")
    await bureau.page.get_by_role("link", name=title).click()
    # Opened a moment after the launch, its page shows the figures by itself once they are there.
    figures = bureau.page.get_by_text(re.compile(r"sur\s12")).first
    await expect(figures).to_be_visible(timeout=30_000)
    await is_sound(bureau)
    assert unexpected(supervisor) == unexpected(bureau) == []


async def test_two_bureaux_on_one_account_are_told_who_leads(
    people: People, up: Command, screen: ViewportSize
) -> None:
    company = f"Aéronautique du Lendou {screen['width']}"
    first = await somebody(people, up, THEIRS, viewport=screen)
    address = await registers(first.page, company)
    more = "Plus\u00a0▾"
    await first.page.get_by_text(more).click()
    await first.page.get_by_role("button", name="Devenir chef de file").click()
    await expect(first.page.get_by_text("Chef de file").first).to_be_visible()

    second = await somebody(people, up, OURS, viewport=screen)
    await second.page.goto(address)
    await second.page.get_by_text(more).click()
    await second.page.get_by_role("button", name="Demander un arbitrage").click()
    await second.page.get_by_label("Motif").select_option(index=1)
    await second.page.get_by_label("Ce que veut votre bureau").fill("Nos apprentis y sont déjà.")
    await is_sound(second)
    await second.page.get_by_role("button", name="Demander l’arbitrage").click()
    await expect(second.page.get_by_text("Nos apprentis y sont déjà.")).to_be_visible()

    supervisor = await somebody(people, up, SUPERVISOR, viewport=screen)
    page = supervisor.page
    await page.goto("/grands-comptes")
    await page.get_by_role("link", name=company).first.click()
    await is_sound(supervisor)
    await page.get_by_role("link", name="Décider").first.click()
    await page.get_by_label("Un lycée chef de file").check()
    await (
        page.get_by_label("Lycée chef de file", exact=False)
        .and_(page.locator("select"))
        .select_option(label="Lycée des Tilleuls")
    )
    await page.get_by_label("En une phrase, pourquoi").fill("Ses apprentis y sont déjà.")
    await page.get_by_role("button", name="Rendre l’arbitrage").click()
    await expect(page.get_by_text("Ses apprentis y sont déjà.").first).to_be_visible()
    await is_sound(supervisor)

    async def decided() -> bool:
        await first.page.goto(address)
        return "par la DSDEN" in await first.page.inner_text("main")

    await eventually(decided)
    people_of = (supervisor, first, second)
    found = [one for person in people_of for one in unexpected(person)]
    assert found == [], found


async def test_a_line_of_the_journal_is_commented_and_the_bureau_answers_in_a_line(
    people: People, up: Command, screen: ViewportSize
) -> None:
    title, word = f"Appeler tôt {screen['width']}", f"Bravo pour ce partage {screen['width']}."
    bureau = await somebody(people, up, OURS, viewport=screen)
    await bureau.page.goto("/pratiques/nouvelle")
    await bureau.page.get_by_label("Thème").select_option(index=1)
    await bureau.page.get_by_label("Titre").fill(title)
    await bureau.page.get_by_label("Ce que vous faites").fill("Avant huit heures.")
    await bureau.page.get_by_role("button", name="Partager").click()
    await expect(bureau.page.get_by_text("Bonne pratique partagée avec le réseau.")).to_be_visible()

    supervisor = await somebody(people, up, SUPERVISOR, viewport=screen)
    page = supervisor.page
    shared = page.get_by_role("listitem").filter(has_text="a partagé une bonne pratique").first

    async def told() -> bool:
        await page.goto("/departement/journal?sorte=autres")
        return await shared.count() > 0

    await eventually(told)
    await is_sound(supervisor)
    await shared.get_by_role("link", name="Commenter").click()
    await page.get_by_label("Votre mot").fill(word)
    await page.get_by_label("Proposer d’en faire une bonne pratique").check()
    await is_sound(supervisor)
    await page.get_by_role("button", name="Envoyer au lycée").click()
    await expect(page.get_by_text("le lycée en est averti")).to_be_visible()
    here = page.url

    await bureau.page.goto("/reseau/mots")
    await expect(bureau.page.get_by_text(word)).to_be_visible()
    await is_sound(bureau)
    await bureau.page.goto(here)
    await bureau.page.get_by_role("button", name="Vu", exact=True).click()
    await bureau.page.get_by_label("En une ligne").fill("Merci, nous le raconterons.")
    await bureau.page.get_by_role("button", name="Répondre").click()
    await expect(bureau.page.get_by_text("Réponse envoyée à la supervision.")).to_be_visible()
    await is_sound(bureau)

    await page.reload()
    await expect(page.get_by_text("Merci, nous le raconterons.").first).to_be_visible()
    await page.get_by_role("button", name="Retirer", exact=True).click()
    await page.get_by_role("button", name="Annuler").click()
    await expect(page.get_by_text("Mot remis")).to_be_visible()
    await is_sound(supervisor)
    assert unexpected(supervisor) == unexpected(bureau) == []


async def test_coverage_is_read_and_a_lycee_of_the_list_is_to_be_called(
    people: People, up: Command, screen: ViewportSize
) -> None:
    supervisor = await somebody(people, up, SUPERVISOR, viewport=screen)
    page = supervisor.page
    await page.goto("/departement/couverture")
    await expect(page.get_by_role("heading", level=1, name="Couverture des PFMP")).to_be_visible()
    await is_sound(supervisor)

    await page.goto("/departement")
    link = page.locator("main a[href^='/departement/lycees/']").first
    name = (await link.inner_text()).strip()
    await link.click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    await is_sound(supervisor)
    await page.get_by_role("link", name="Me le rappeler").click()
    said = f"Appeler le bureau {screen['width']}"
    await page.get_by_label("À faire").fill(said)
    await page.get_by_label("Pour le").fill(today().isoformat())
    await is_sound(supervisor)
    await page.get_by_role("button", name="Noter").click()
    await page.goto("/reseau/semaine")
    row = page.get_by_role("listitem").filter(has_text=said)
    await expect(row).to_be_visible()
    await expect(row).to_contain_text(name.removeprefix("Lycée ").split()[-1])
    await is_sound(supervisor)
    assert unexpected(supervisor) == []


@pytest.mark.parametrize("period", ["month", "year"])
async def test_a_report_of_the_month_and_of_the_year_is_commented_printed_and_taken_away(
    people: People, up: Command, screen: ViewportSize, period: str
) -> None:
    supervisor = await somebody(people, up, SUPERVISOR, viewport=screen)
    page = supervisor.page

    async def listed() -> bool:
        await page.goto("/departement/rapports")
        return await page.get_by_text("En cours").count() > 0

    await eventually(listed)
    await is_sound(supervisor)
    going_on = page.get_by_role("listitem").filter(has_text="En cours")
    # The school year’s, then the month’s.
    await (going_on.last if period == "month" else going_on.first).get_by_role("link").first.click()
    report = page.url
    await is_sound(supervisor)
    await page.get_by_role("link", name="Écrire le texte").click()
    said = f"Cela commence bien {screen['width']}, {period}."
    await page.get_by_role("textbox").first.fill(said)
    await is_sound(supervisor)
    await page.get_by_role("button", name="Enregistrer").click()
    await page.goto(report)
    await expect(page.get_by_text(said).first).to_be_visible()
    await page.emulate_media(media="print")
    await expect(page.get_by_text(said).first).to_be_visible()
    await expect(page.get_by_role("heading", name="Rapports figés")).to_be_hidden()
    await page.emulate_media(media="screen")
    for name, ending in (("PDF", ".pdf"), ("Excel", ".xlsx")):
        async with page.expect_download() as taken:
            await page.get_by_role("link", name=name, exact=True).click()
        assert (await taken.value).suggested_filename.endswith(ending)
    assert unexpected(supervisor) == []
