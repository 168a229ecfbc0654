"""Lines of a list in doubt: asked about, corrected in place, or given back; nothing is guessed."""

from collections.abc import Callable

import asyncpg
import pytest

from contracts.partnerships.companies import CompanyRegisteredV1, ImportCompletedV1
from services.chassis.base.identity import Role
from services.partnerships.import_effects.commands.commit_import import CHUNK_ROWS
from tests.partnerships.browsing import Answer, Browser, forms_of
from tests.partnerships.files import FILES, csv_of, sheets, workbook
from tests.partnerships.world import BOURDELLE, ELSEWHERE
from tests.support.services import Published
from tests.support.waiting import eventually

URL = "/entreprises/import"
HEADINGS = ("Entreprise", "SIRET", "Ville", "Contact", "Mail", "Téléphone")
LIST = csv_of(
    ("Bois Vert", "73282932000075", "Moissac", "Mme Vidal", "vidal(at)bois", "05 36 49 40 01"),
    ("Scierie", "9,00E+13", "Moissac", "", "", "05 36 49 40 02"),
    ("Tuilerie", "73282932000074", "Montauban", "", "", "05 36 49 40 03"),
    headings=HEADINGS,
)
FORMS = csv_of(
    ("Garage Lère", "", "Moissac", "", "", "05 36 49 40 04"),
    ("Garage Lère SARL", "", "Moissac", "M. Cros", "", "05 36 49 40 05"),
    headings=HEADINGS,
)
SEVERAL = workbook(
    ("Bois Vert", "", "Moissac", "Mme Vidal\nM. Cros", "", "05 36 49 40 01\n05 36 49 40 02"),
    headings=HEADINGS,
)
TWO_SHEETS = sheets(
    Lycee=[
        HEADINGS,
        ("Atelier Nord",),
        ("Atelier Sud",),
        *((f"Bois Vert {n}", "", "Moissac", "", "", f"05 36 49 40 0{n}") for n in range(1, 5)),
    ],
    CFA=[
        HEADINGS,
        ("Relais Ouest",),
        ("Relais Est",),
        *((f"Scierie {n}", "", "Montauban", "", "", f"05 36 49 40 1{n}") for n in range(1, 4)),
    ],
)
"""Two lists with a line of one name at the same places."""


async def looks_at(browser: Browser, content: bytes = LIST, name: str = "liste.csv") -> Answer:
    return await browser.follows(await browser.sends(URL, URL, file=(name, content)))


async def sends_answer(browser: Browser, page: Answer, answer: str, **about: object) -> Answer:
    """Press the button of that answer: about one `line`, or about all that ask one `question`."""
    here = f"{page.url.path}/reponses"
    told = {"answer": answer, **{name: str(value) for name, value in about.items()}}
    [pressed] = [one for one in forms_of(page, here) if one.values.items() >= told.items()]
    return await browser.sends(page, here, {"line": "", **pressed.values})


async def answers(browser: Browser, page: Answer, answer: str, line: int) -> Answer:
    return await browser.follows(await sends_answer(browser, page, answer, line=line))


async def answers_all(browser: Browser, page: Answer, answer: str, question: str) -> Answer:
    return await browser.follows(await sends_answer(browser, page, answer, question=question))


async def reads_sheet(browser: Browser, page: Answer, sheet: str) -> Answer:
    here = page.url.path
    return await browser.follows(await browser.sends(page, f"{here}/feuille", {"sheet": sheet}))


async def corrects(browser: Browser, page: Answer, line: int, **typed: str) -> Answer:
    here = f"{page.url.path}/lignes/{line}"
    assert here in page.text
    return await browser.follows(await browser.sends(here, here, typed))


async def confirms(browser: Browser, page: Answer) -> Answer:
    path = page.url.path
    return await browser.follows(
        await browser.sends(await browser.opens(path), f"{path}/confirmation")
    )


async def test_a_number_that_cannot_be_used_is_asked_about_and_left_out_on_request(
    browser: Browser, published: Published
) -> None:
    page = await looks_at(browser)
    assert "2 lignes attendent" in page.text.replace("\u00a0", " ")
    assert "Importer 1\u00a0ligne" in page.text

    page = await answers(browser, page, "creer", 2)
    whole = await browser.opens(page.url.path)
    assert "Importer 2\u00a0lignes" in whole.text
    await confirms(browser, whole)

    told = await published(CompanyRegisteredV1)
    assert [one.siren for one in told] == [None, "732829320"]
    (done,) = await published(ImportCompletedV1)
    assert (done.created, done.rejected) == (2, 1)


async def test_all_the_lines_whose_number_cannot_be_used_are_answered_for_at_once(
    browser: Browser, published: Published
) -> None:
    page = await looks_at(browser)
    assert "Créer sans SIRET toutes" in page.text

    page = await answers_all(browser, page, "creer", "number")

    assert "Importer 3\u00a0lignes" in (await browser.opens(page.url.path)).text
    await confirms(browser, page)
    (done,) = await published(ImportCompletedV1)
    assert (done.created, done.rejected) == (3, 0)


@pytest.mark.parametrize(("answer", "created", "updated"), [("meme", 1, 2), ("autre", 3, 0)])
async def test_one_answer_is_given_to_all_the_lines_that_look_like_another(
    browser: Browser, published: Published, answer: str, created: int, updated: int
) -> None:
    page = await looks_at(
        browser,
        csv_of(
            ("Garage Lère", "", "Moissac", "", "", ""),
            ("Garage Lère SARL", "", "Moissac", "M. Cros", "", ""),
            ("Garage Lère SAS", "", "Moissac", "Mme Vidal", "", ""),
            headings=HEADINGS,
        ),
    )

    await confirms(browser, await answers_all(browser, page, answer, "alike"))

    (done,) = await published(ImportCompletedV1)
    assert (done.created, done.updated, done.rejected) == (created, updated, 0)


async def test_one_answer_is_given_to_all_the_lines_of_one_name(
    browser: Browser, published: Published
) -> None:
    page = await looks_at(browser, TWO_SHEETS, "listes.xlsx")

    await confirms(browser, await answers_all(browser, page, "creer", "alone"))

    (done,) = await published(ImportCompletedV1)
    assert (done.created, done.rejected) == (11, 0)


async def test_what_was_updated_is_counted_in_the_plural(browser: Browser) -> None:
    names = ("Bois Vert", "Scierie")
    first = csv_of(*((name, "", "Moissac") for name in names), headings=HEADINGS[:3])
    await confirms(browser, await looks_at(browser, first))
    again = [(name, "", "Moissac", "Mme Vidal", "", "") for name in names]

    done = await confirms(browser, await looks_at(browser, csv_of(*again, headings=HEADINGS)))

    assert "mises à jour" in done.text


async def test_a_line_nobody_answers_for_is_given_back_and_not_lost(browser: Browser) -> None:
    page = await looks_at(browser)
    done = await confirms(browser, page)
    assert "Laissée de côté sans réponse" in done.text

    kept = await browser.opens(f"{page.url.path}/lignes-rejetees.csv")
    text = kept.content.decode("utf-8-sig")
    assert "Bois Vert" in text
    assert "vidal(at)bois" in text
    assert "9,00E+13" in text
    assert "Tuilerie" not in text


@pytest.mark.parametrize(("answer", "created"), [("meme", 1), ("autre", 2)])
async def test_a_name_that_differs_by_its_legal_form_is_asked_about(
    browser: Browser, published: Published, answer: str, created: int
) -> None:
    page = await looks_at(browser, FORMS)
    assert "Ressemble à «\u00a0Garage Lère\u00a0», à la ligne 2" in page.text
    assert "Importer 1\u00a0ligne" in page.text

    page = await answers(browser, page, answer, 3)
    await confirms(browser, page)

    assert len(await published(CompanyRegisteredV1)) == created
    (done,) = await published(ImportCompletedV1)
    assert (done.created, done.updated, done.rejected) == (created, 2 - created, 0)


async def test_a_card_of_the_registry_with_nearly_the_same_name_is_asked_about(
    browser: Browser, published: Published
) -> None:
    first = csv_of(("Garage Lère", "", "Moissac"), headings=HEADINGS[:3])
    await confirms(browser, await looks_at(browser, first))
    again = csv_of(("GARAGE LÈRE SARL", "", "Moissac"), headings=HEADINGS[:3])

    page = await looks_at(browser, again)

    assert "Ressemble à «\u00a0Garage Lère\u00a0», déjà au registre" in page.text
    await confirms(browser, await answers(browser, page, "autre", 2))
    assert len(await published(CompanyRegisteredV1)) == 2


GARAGES = csv_of(
    ("Garage Lère", "", "Moissac", "", "", "05 36 49 40 01"),
    ("Garage Lère", "", "Montauban", "", "", "05 36 49 40 02"),
    headings=HEADINGS,
)
ONE_GARAGE = csv_of(
    ("Garage Lère SARL", "", "Moissac", "M. Cros", "", ""),
    ("Scierie", "", "Moissac", "", "", ""),
    headings=HEADINGS,
)


@pytest.mark.parametrize("answer", ["meme", "autre"])
async def test_what_was_answered_of_a_company_is_not_said_of_another_one(
    browser: Browser, published: Published, superuser: asyncpg.Connection, answer: str
) -> None:
    await confirms(browser, await looks_at(browser, GARAGES))
    page = await answers(browser, await looks_at(browser, ONE_GARAGE), answer, 2)
    page = await browser.opens(page.url.path)

    page = await corrects(browser, page, 2, commune="Montauban")

    assert "Ressemble à «\u00a0Garage Lère\u00a0», déjà au registre" in page.text
    back = await corrects(browser, await browser.opens(page.url.path), 2, commune="Moissac")
    assert "Ressemble à «\u00a0Garage Lère\u00a0», déjà au registre" in back.text
    await confirms(browser, back)
    assert await superuser.fetchval("SELECT count(*) FROM contacts") == 0
    assert len(await published(CompanyRegisteredV1)) == 3


async def test_what_was_answered_holds_when_something_else_is_corrected(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    await confirms(browser, await looks_at(browser, GARAGES))
    page = await answers(browser, await looks_at(browser, ONE_GARAGE), "meme", 2)

    page = await corrects(browser, await browser.opens(page.url.path), 2, contact="M. Roux")
    await confirms(browser, page)

    assert await superuser.fetchval("SELECT name FROM contacts") == "M. Roux"
    assert await superuser.fetchval("SELECT count(*) FROM companies") == 3


async def test_a_company_that_took_the_place_of_the_one_answered_for_gets_nothing(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    await confirms(browser, await looks_at(browser, GARAGES))
    page = await answers(browser, await looks_at(browser, ONE_GARAGE), "meme", 2)
    await superuser.execute("UPDATE companies SET name = 'Garage Lère EURL'")

    done = await confirms(browser, page)

    assert "Laissée de côté sans réponse" in done.text
    assert await superuser.fetchval("SELECT count(*) FROM contacts") == 0


@pytest.mark.usefixtures("at_work")
async def test_an_answer_about_a_line_holds_once_that_line_is_recorded(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    filling = [(f"Atelier {n}", "", "Moissac", "", "", "") for n in range(CHUNK_ROWS)]
    garages = (
        ("Garage Lère", "", "Moissac", "", "", ""),
        ("Garage Lère SARL", "", "Moissac", "M. Cros", "", ""),
    )
    page = await looks_at(browser, csv_of(garages[0], *filling, garages[1], headings=HEADINGS))
    asked = await browser.opens(f"{page.url.path}?resultat=a-decider")
    page = await answers(browser, asked, "meme", CHUNK_ROWS + 3)
    await confirms(browser, page)

    async def recorded() -> bool:
        return "Import terminé" in (await browser.opens(page.url.path)).text

    await eventually(recorded)
    assert await superuser.fetchval("SELECT name FROM contacts") == "M. Cros"
    assert await superuser.fetchval("SELECT count(*) FROM companies") == CHUNK_ROWS + 1


async def test_a_line_is_corrected_in_place(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    page = await looks_at(browser)
    assert (
        "adresse mail non valable, gardée en note"
        in (await browser.opens((await answers(browser, page, "creer", 2)).url.path)).text
    )

    shown = await browser.opens(f"{page.url.path}/lignes/2")
    assert 'value="vidal(at)bois"' in shown.text
    corrected = await corrects(
        browser, page, 2, siret="", mail="vidal@bois.example", phone="05 36 49 40 09"
    )
    assert "adresse mail non valable" not in corrected.text
    await confirms(browser, corrected)

    rows = await superuser.fetch("SELECT mail, phone FROM contacts")
    assert [tuple(one) for one in rows] == [("vidal@bois.example", "+33536494009")]


async def test_correcting_one_cell_keeps_the_people_and_numbers_of_the_others(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    page = await looks_at(browser, SEVERAL, "liste.xlsx")

    page = await corrects(browser, page, 2, commune="Montauban")
    await confirms(browser, page)

    rows = await superuser.fetch("SELECT name, phone FROM contacts ORDER BY phone")
    assert [tuple(one) for one in rows] == [
        ("Mme Vidal", "+33536494001"),
        ("M. Cros", "+33536494002"),
    ]


async def test_a_person_is_added_on_a_line_of_its_own(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    page = await looks_at(browser, SEVERAL, "liste.xlsx")

    page = await corrects(browser, page, 2, contact="Mme Vidal\nM. Cros\nM. Roux")
    await confirms(browser, page)

    names = await superuser.fetch("SELECT name FROM contacts ORDER BY name")
    assert [one["name"] for one in names] == ["M. Cros", "M. Roux", "Mme Vidal"]


async def test_what_was_corrected_and_answered_stays_when_the_columns_are_said_anew(
    browser: Browser,
) -> None:
    page = await looks_at(browser)
    page = await corrects(browser, page, 2, siret="", mail="vidal@bois.example")
    await answers(browser, await browser.opens(page.url.path), "creer", 3)

    columns = await browser.opens(f"{page.url.path}/colonnes")
    fields = ("name", "siret", "commune", "contact", "mail", "mobile")
    said = [f"{index}:{field}" for index, field in enumerate(fields)]
    again = await browser.follows(
        await browser.sends(columns, f"{page.url.path}/colonnes", {"columns": said})
    )

    assert "vidal@bois.example" in again.text
    assert "Importer 3\u00a0lignes" in again.text


async def test_the_title_of_a_part_is_no_company_until_somebody_says_so(
    browser: Browser, published: Published
) -> None:
    content = (FILES / "10_secteurs_en_titre.xlsx").read_bytes()
    page = await looks_at(browser, content, "secteurs.xlsx")
    assert "Importer 4\u00a0lignes" in page.text

    page = await answers(browser, page, "creer", 9)
    page = await corrects(browser, await browser.opens(page.url.path), 3, name="Secteur Bois")
    await confirms(browser, page)

    (done,) = await published(ImportCompletedV1)
    assert done.created == 6


async def test_another_sheet_is_read_instead(browser: Browser) -> None:
    content = (FILES / "31_plusieurs_listes.xlsx").read_bytes()
    page = await looks_at(browser, content, "listes.xlsx")
    assert "Relais Nord" in page.text

    here = f"{page.url.path}/feuille"
    other = await browser.follows(await browser.sends(page, here, {"sheet": "2026"}))
    assert "Relais Ouest" in other.text
    assert "Relais Nord" not in other.text
    assert "Lire la feuille «\u00a02025\u00a0»" in other.text

    strange = await browser.sends(other, here, {"sheet": "Autre"})
    assert strange.status_code == 422
    assert "Cette feuille n’est pas dans le classeur" in strange.text


async def test_a_correction_never_lands_on_the_line_of_another_sheet(browser: Browser) -> None:
    page = await looks_at(browser, TWO_SHEETS, "listes.xlsx")
    here = page.url.path
    form = f"{here}/lignes/2"
    opened = await browser.opens(form)
    other = await reads_sheet(browser, page, "CFA")
    assert "Relais Ouest" in other.text

    refused = await browser.sends(opened, form, {"phone": "05 36 49 40 09"})

    assert refused.status_code == 409
    assert "rien n’est modifié" in refused.text
    assert "05 36 49 40 09" in refused.text, "what was typed is lost"
    assert "maintenant à la ligne 2\u00a0: Relais Ouest" in refused.text
    assert (await browser.sends(refused, form)).status_code == 409, "sent again as it is shown"
    after = await browser.opens(here)
    assert "Bois Vert" not in after.text
    assert "05\u00a036\u00a049\u00a040\u00a009" not in after.text


async def test_a_line_two_people_correct_keeps_the_first_correction(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    page = await looks_at(browser)
    form = f"{page.url.path}/lignes/2"
    opened = await browser.opens(form)
    page = await corrects(browser, page, 2, siret="", phone="05 36 49 40 09")

    refused = await browser.sends(opened, form, {"siret": "", "commune": "Montauban"})

    assert refused.status_code == 409
    await confirms(browser, page)
    assert await superuser.fetchval("SELECT phone FROM contacts") == "+33536494009"


@pytest.mark.parametrize("about", [{"line": 2}, {"question": "alone"}])
async def test_an_answer_never_lands_on_the_line_of_another_sheet(
    browser: Browser, published: Published, about: dict[str, object]
) -> None:
    seen = await looks_at(browser, TWO_SHEETS, "listes.xlsx")
    other = await reads_sheet(browser, seen, "CFA")

    refused = await sends_answer(browser, seen, "creer", **about)

    assert refused.status_code == 409
    assert "votre réponse n’est pas retenue" in refused.text
    await confirms(browser, other)
    (done,) = await published(ImportCompletedV1)
    assert (done.created, done.rejected) == (3, 2)


async def test_a_sheet_whose_columns_are_not_known_is_asked_about_then_left_again(
    browser: Browser,
) -> None:
    content = (FILES / "31_plusieurs_listes.xlsx").read_bytes()
    page = await looks_at(browser, content, "listes.xlsx")

    here = page.url.path
    asked = await browser.follows(await browser.sends(page, f"{here}/feuille", {"sheet": "Notes"}))
    assert asked.url.path == f"{here}/colonnes"
    back = await browser.follows(await browser.sends(asked, f"{here}/feuille", {"sheet": "2025"}))
    assert "Relais Nord" in back.text


async def test_columns_nothing_is_read_of_are_named(browser: Browser) -> None:
    content = (FILES / "30_colonnes_en_trop.xlsx").read_bytes()
    page = await looks_at(browser, content, "colonnes.xlsx")
    assert page.url.path.endswith("/colonnes")

    fields = ("name", "commune", "contact", "phone", "mobile", "", "")
    said = {"columns": [f"{index}:{field}" for index, field in enumerate(fields)]}
    preview = await browser.follows(await browser.sends(page, page.url.path, said))
    for column in ("Observations", "Statut"):
        assert (
            f"Colonne «\u00a0{column}\u00a0»\u00a0: 2\u00a0cellules, sur 2\u00a0lignes"
            in preview.text
        )


async def test_a_confirmed_line_or_another_lycees_is_no_longer_corrected(
    browser: Browser, signed_in: Callable[..., Browser]
) -> None:
    page = await looks_at(browser)
    here = f"{page.url.path}/lignes/2"
    assert (await signed_in(Role.RBDE, ELSEWHERE).opens(here)).status_code == 404
    assert (await signed_in(Role.HEAD, BOURDELLE).opens(here)).status_code == 404

    form = await browser.opens(here)
    late = await browser.opens(page.url.path)
    await confirms(browser, page)

    assert (await browser.opens(here)).status_code == 404
    assert (await browser.sends(form, here, {"siret": ""})).status_code == 404
    answered = await browser.sends(
        late, f"{page.url.path}/reponses", {"answer": "creer", "line": 2}
    )
    assert answered.status_code == 409
