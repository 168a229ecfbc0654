"""What a bureau does each week with its companies, on a desk and on a phone."""

import re
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Page, ViewportSize, expect

from services.partnerships.base.calendar import local_date
from tests.browser.conftest import DESKTOP, PHONE, People, Person
from tests.browser.test_journey import (
    import_class,
    publish_a_period,
    roster,
    siret,
    somebody,
)
from tests.support.dates import period_ahead
from tests.support.processes import Command

OURS, THEIRS = "bureau@tilleuls.example", "bureau@vieux-pont.example"
# Each with a class of its own, and nothing else another test began.
PLACING = {
    DESKTOP["width"]: "bureau@lavandieres.example",
    PHONE["width"]: "bureau@grand-foirail.example",
}


def unexpected(person: Person) -> list[str]:
    """What the browser complained of, but for a card that was not registered at once."""
    return [one for one in person.complaints if "409 (Conflict)" not in one]


async def registers(page: Page, name: str, *, siret: str = "") -> str:
    """A company of Moissac; the address of its card."""
    await page.goto("/entreprises/nouvelle")
    await page.get_by_label("Nom ou raison sociale").fill(name)
    if siret:
        await page.get_by_label(re.compile("^SIRET")).fill(siret)
    await page.get_by_label("Commune").fill("Moissac")
    await page.get_by_role("button", name="Enregistrer l’entreprise").click()
    card = page.get_by_role("heading", level=1, name=name, exact=True)
    another = page.get_by_label(re.compile("^C’est une autre entreprise"))
    await expect(card.or_(another)).to_be_visible()
    if await another.is_visible():  # what others of these tests registered looks like it
        await another.check()
        await page.get_by_role("button", name="Enregistrer l’entreprise").click()
    await expect(card).to_be_visible()
    return page.url


async def test_a_call_in_three_choices_is_known_to_who_would_call_next(
    people: People, up: Command, screen: ViewportSize
) -> None:
    name = f"Serrurerie du Lendou {screen['width']}"
    bureau = await somebody(people, up, OURS, viewport=screen)
    page = bureau.page
    card = await registers(page, name)
    await page.get_by_role("link", name="Noter un appel").click()
    await page.get_by_role("radio", name="Refus", exact=True).check()
    await page.get_by_role("radio", name="Dans un mois").check()
    await page.get_by_text("Raison du refus, autre date, note").click()
    await page.get_by_label("Raison du refus").select_option(label="N’a pas de place")
    await page.get_by_role("button", name="Noter l’appel").click()
    await expect(page.get_by_text("Appel noté").first).to_be_visible()
    await page.goto("/semaine")
    await expect(page.get_by_role("main").get_by_text(name).first).to_be_visible()
    assert await bureau.overflow() <= 0

    other = await somebody(people, up, THEIRS, viewport=screen)
    await other.page.goto(card)
    await expect(other.page.get_by_text("Connue du lycée des Tilleuls")).to_be_visible()
    await expect(other.page.get_by_text("Délai de courtoisie jusqu’au").first).to_be_visible()
    await expect(other.page.locator(".badge", has_text="Refus")).to_have_count(0)
    await other.page.get_by_role("link", name="Noter un appel").click()
    await other.page.get_by_role("radio", name="Intéressée").check()
    await other.page.get_by_role("button", name="Noter l’appel").click()
    # What was chosen is kept, and what is missing is asked.
    await expect(other.page.get_by_role("radio", name="Intéressée")).to_be_checked()
    await other.page.get_by_label("Contacté malgré le délai de courtoisie").check()
    await other.page.get_by_role("button", name="Noter l’appel").click()
    await expect(other.page.get_by_text("Appel noté").first).to_be_visible()
    assert await other.overflow() <= 0
    assert unexpected(bureau) == [one for one in unexpected(other) if "422" not in one] == []


async def test_two_cards_are_merged_then_set_apart_and_what_was_edited_since_stays(
    people: People, up: Command, screen: ViewportSize
) -> None:
    wide = screen["width"]
    kept, other, since = (f"{word} Lauzerte {wide}" for word in ("Bois", "Boiz", "Bois et fils"))
    bureau = await somebody(people, up, OURS, viewport=screen)
    page = bureau.page
    await registers(page, kept, siret=siret(9_000_000 + wide))
    await registers(page, other)

    await page.goto("/entreprises/doublons")
    await page.get_by_role("link", name=re.compile(f"Comparer .*{kept}")).click()
    assert await bureau.overflow() <= 0
    await page.get_by_role("radio", name=other, exact=True).check()
    await page.get_by_role("button", name="Fusionner les deux fiches").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(other)
    await expect(page.get_by_role("link", name=f"Annuler la fusion de {other}")).to_be_visible()

    await page.get_by_text("Plus\u00a0▾").click()
    await page.get_by_role("link", name="Corriger la fiche").click()
    await page.get_by_label("Nom ou raison sociale").fill(since)
    await page.get_by_role("button", name="Enregistrer").click()
    await page.get_by_role("link", name=f"Séparer de {other}").click()
    await expect(page.get_by_text("Corrigés depuis, donc gardés")).to_be_visible()
    assert await bureau.overflow() <= 0
    await page.get_by_role("button", name="Séparer les deux fiches").click()

    await page.goto("/entreprises?q=Lauzerte")
    for name in (since, other):
        await expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    await expect(page.get_by_role("link", name=kept, exact=True)).to_have_count(0)
    assert unexpected(bureau) == []


async def test_an_action_is_planned_companies_of_a_list_are_invited_and_it_is_told_who_came(
    people: People, up: Command, screen: ViewportSize
) -> None:
    names = [f"{word} du Brulhois {screen['width']}" for word in ("Chais", "Cuverie", "Tonneaux")]
    title, today = f"Forum {screen['width']}", f"{local_date(datetime.now(UTC))}"
    bureau = await somebody(people, up, OURS, viewport=screen)
    page = bureau.page
    for name in reversed(names):
        await registers(page, name)
    await page.get_by_text("Plus\u00a0▾").click()
    await page.get_by_role("link", name="Prévoir une action").click()
    await page.get_by_label("Intitulé").fill(title)
    await page.get_by_label("Sorte d’action").select_option(label="Forum ou salon")
    await page.get_by_label("Date", exact=True).fill(today)
    await page.get_by_role("button", name="Prévoir l’action").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(title)
    await expect(page.get_by_role("link", name=names[0])).to_be_visible()

    await page.goto(f"/entreprises?q=Brulhois+{screen['width']}")
    await page.get_by_role("button", name="Toutes celles de cette liste").click()
    await page.get_by_role("link", name="Inviter à une action", exact=True).click()
    await page.get_by_label("Action", exact=True).select_option(index=1)
    await page.get_by_role("button", name="Voir ce qui changera").click()
    await page.get_by_role("button", name="Inviter 2 entreprises").click()
    assert await bureau.overflow() <= 0
    await page.get_by_role("link", name="Voir l’action").click()
    await page.get_by_role("link", name=re.compile("^Sans réponse")).click()
    await page.get_by_role("button", name=f"Vient\u00a0: {names[1]}").click()
    await page.get_by_role("link", name="Écrire à ces entreprises").click()
    await expect(page.get_by_text("1 entreprise choisie")).to_be_visible()
    await page.go_back()
    assert await bureau.overflow() <= 0

    await page.get_by_label("Menée le").fill(today)
    await page.get_by_role("spinbutton", name="Élèves").fill("48")
    await page.get_by_role("spinbutton", name="Enseignants").fill("4")
    await page.get_by_role("button", name="L’action a eu lieu").click()
    await expect(page.get_by_role("definition").filter(has_text=re.compile("^48$"))).to_be_visible()
    await expect(page.get_by_role("link", name=re.compile("^Venues 2"))).to_be_visible()
    await page.goto("/entreprises/actions")
    await expect(page.get_by_role("main").get_by_text(title)).to_be_visible()
    assert await bureau.overflow() <= 0
    assert unexpected(bureau) == []


async def test_a_pupil_without_a_place_is_proposed_one_that_hosts_the_formation_and_nobody_asked(
    people: People, up: Command, screen: ViewportSize, tmp_path: Path
) -> None:
    offering, other = (f"{word} de Belleperche {screen['width']}" for word in ("Relais", "Moulin"))
    bureau = await somebody(people, up, PLACING[screen["width"]], viewport=screen)
    page = bureau.page
    await import_class(page, roster(tmp_path / "classe.csv"))
    await publish_a_period(page)
    await registers(page, other)
    await registers(page, offering)
    starts_on, _ = period_ahead()
    await page.get_by_role("link", name=re.compile("^Places d’accueil, dérogations")).click()
    offers = page.get_by_role("region", name="Places d’accueil")
    await offers.get_by_role("spinbutton").fill("2")
    await offers.get_by_label("Premier mois").fill(f"{starts_on:%m/%Y}")
    await offers.get_by_label("Formation").select_option(index=1)
    await offers.get_by_role("button", name="Noter les places").click()
    await expect(offers.get_by_text("Reste 2")).to_be_visible()

    await page.goto("/pfmp/sans-lieu")
    await page.get_by_role("link", name=re.compile("Proposer un lieu")).click()
    assert await bureau.overflow() <= 0
    await page.get_by_role("link", name=re.compile("^Qui accueille cette formation")).click()
    await expect(page.get_by_role("link", name=other, exact=True)).to_have_count(0)
    await page.get_by_role("link", name=offering, exact=True).click()
    await page.get_by_role("link", name="Proposer comme lieu d’accueil").click()
    await page.get_by_label("Élève", exact=True).select_option(index=1)
    await page.get_by_label("Trouvé par").select_option(label="Le bureau des entreprises")
    await page.get_by_role("button", name="Proposer ce lieu d’accueil").click()
    await expect(page.get_by_text("Lieu d’accueil proposé.")).to_be_visible()
    assert await bureau.overflow() <= 0
    assert unexpected(bureau) == []
