"""Who a list names in a single word, and the lines that only give another contact."""

import asyncpg

from services.partnerships.import_effects.commands.commit_import import CHUNK_ROWS
from services.partnerships.import_files.store.files import parse
from tests.partnerships.browsing import Answer, Browser, forms_of
from tests.partnerships.files import csv_of
from tests.partnerships.world import Bureau

URL = "/entreprises/import"
HEADINGS = ("Entreprise", "Ville", "Contact", "Mail", "Téléphone")
LIST = csv_of(
    ("Bois Vert", "Moissac", "Garrigue", "", "05 36 49 62 01"),
    ("Scierie", "Moissac", "Accueil", "contact@scierie.example", "05 36 49 62 02"),
    ("Tuilerie", "Montauban", "Anne Verdier", "", "05 36 49 62 03"),
    headings=HEADINGS,
)


async def looks_at(browser: Browser, content: bytes = LIST) -> Answer:
    sent = await browser.sends(URL, URL, file=("liste.csv", content))
    return await browser.follows(sent)


def asked(page: Answer, **about: object) -> list[dict[str, str]]:
    """The buttons of answers that are shown, about a line or about all."""
    told = {name: str(value) for name, value in about.items()}
    forms = forms_of(page, f"{page.url.path}/reponses")
    return [one.values for one in forms if one.values.items() >= told.items()]


async def answers(browser: Browser, page: Answer, **about: object) -> Answer:
    [pressed] = asked(page, **about)
    sent = await browser.sends(page, f"{page.url.path}/reponses", {"line": "", **pressed})
    await browser.follows(sent)
    return await browser.opens(page.url.path)


async def confirms(browser: Browser, page: Answer) -> Answer:
    here = f"{page.url.path}/confirmation"
    return await browser.follows(await browser.sends(page, here))


async def people(superuser: asyncpg.Connection) -> list[tuple[str, str]]:
    rows = await superuser.fetch(
        "SELECT c.name AS company, p.name FROM contacts AS p JOIN companies AS c"
        " USING (company_id) ORDER BY 1, 2"
    )
    return [(row["company"], row["name"]) for row in rows]


async def test_a_contact_of_a_single_word_is_asked_about_and_kept_without_an_answer(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    page = await looks_at(browser)
    assert "«\u00a0Garrigue\u00a0»\u00a0: est-ce une personne\u202f?" in page.text
    assert "«\u00a0Anne Verdier\u00a0»\u00a0: est-ce" not in page.text

    await confirms(browser, page)

    assert await people(superuser) == [
        ("Bois Vert", "Garrigue"),
        ("Scierie", "Accueil"),
        ("Tuilerie", "Anne Verdier"),
    ]


async def test_what_is_no_person_is_a_note_and_its_phone_the_company_s(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    page = await looks_at(browser)

    page = await answers(browser, page, line=2, answer="personne")
    assert "Garrigue\u00a0»\u00a0: est-ce" not in page.text
    page = await answers(browser, page, line=3, answer="note")
    assert "est-ce une personne" not in page.text

    await confirms(browser, page)
    assert await people(superuser) == [("Bois Vert", "Garrigue"), ("Tuilerie", "Anne Verdier")]
    notes = await superuser.fetch("SELECT note FROM company_notes")
    assert [row["note"] for row in notes] == ["Contact\u00a0: Accueil"]
    [site] = await superuser.fetch("SELECT phone, mail FROM sites WHERE phone IS NOT NULL")
    assert tuple(site) == ("+33536496202", "contact@scierie.example")


async def test_one_answer_is_given_to_all_of_them(browser: Browser) -> None:
    page = await looks_at(browser)

    page = await answers(browser, page, question="person", answer="note")

    assert "est-ce une personne" not in page.text
    assert "Importer 3\u00a0lignes" in page.text


async def test_the_answer_holds_when_columns_are_said_anew_and_not_for_another_name(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    page = await looks_at(browser)
    page = await answers(browser, page, line=3, answer="note")

    columns = await browser.opens(f"{page.url.path}/colonnes")
    said = {"columns": ["0:name", "1:commune", "2:contact", "3:mail", "4:phone"]}
    page = await browser.follows(await browser.sends(columns, columns.url.path, said))
    assert not asked(page, line=3)
    assert asked(page, line=2, answer="personne")

    line = await browser.opens(f"{page.url.path}/lignes/3")
    sent = await browser.sends(line, line.url.path, {"contact": "Lasserre"})
    page = await browser.follows(sent)
    await confirms(browser, await browser.opens(page.url.path))
    assert ("Scierie", "Lasserre") in await people(superuser)


BELOW = csv_of(
    ("Bois Vert", "Moissac", "Anne Verdier", "", "05 36 49 62 01"),
    ("", "", "Jean Cros", "", "05 36 49 62 04"),
    ("idem", "″", "Léa Vidal", "l.vidal@boisvert.example", ""),
    ("Scierie", "", "Paul Lasserre", "", "05 36 49 62 05"),
    ("", "", "Zoé Marty", "", "05 36 49 62 06"),
    headings=HEADINGS,
)


async def test_a_line_that_only_gives_a_contact_is_one_more_of_the_company_above(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    page = await looks_at(browser, BELOW)
    assert "autre contact de l’entreprise de la ligne 2, deviné" in page.text
    assert "Importer 5\u00a0lignes" in page.text

    await confirms(browser, page)

    assert await people(superuser) == [
        ("Bois Vert", "Anne Verdier"),
        ("Bois Vert", "Jean Cros"),
        ("Bois Vert", "Léa Vidal"),
        ("Scierie", "Paul Lasserre"),
        ("Scierie", "Zoé Marty"),
    ]
    assert await superuser.fetchval("SELECT count(*) FROM companies") == 2


async def test_a_guessed_contact_is_refused_and_its_line_given_back(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    page = await looks_at(browser, BELOW)

    page = await answers(browser, page, line=3, answer="separe")
    assert "Importer 4\u00a0lignes" in page.text
    back = asked(page, line=3, answer="avec")
    assert back, "it may be said otherwise"
    await confirms(browser, page)

    assert ("Bois Vert", "Jean Cros") not in await people(superuser)
    left = await browser.opens(f"{page.url.path}/lignes-rejetees.csv")
    assert ";;Jean Cros;" in left.text.replace(",", ";")


async def test_a_contact_in_doubt_is_asked_about(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    content = csv_of(
        ("Bois Vert", "Moissac", "Anne Verdier", "", "05 36 49 62 01"),
        ("", "", "Jean Cros", "", ""),
        ("", "", "", "", ""),
        ("", "", "Léa Vidal", "", "05 36 49 62 04"),
        headings=HEADINGS,
    )
    page = await looks_at(browser, content)
    assert "est-ce un autre contact de «\u00a0Bois Vert\u00a0» (ligne 2)\u202f?" in page.text
    assert "Importer 1\u00a0ligne" in page.text

    page = await answers(browser, page, line=5, answer="avec")
    await confirms(browser, page)

    assert await people(superuser) == [("Bois Vert", "Anne Verdier"), ("Bois Vert", "Léa Vidal")]
    left = await browser.opens(f"{page.url.path}/lignes-rejetees.csv")
    assert "Jean Cros" in left.text


async def test_what_has_an_address_of_its_own_is_nobody_else_s_contact(browser: Browser) -> None:
    content = csv_of(
        ("Bois Vert", "Moissac", "Anne Verdier", "", "05 36 49 62 01"),
        ("", "Montauban", "Jean Cros", "", "05 36 49 62 04"),
        headings=HEADINGS,
    )

    page = await looks_at(browser, content)

    assert "La raison sociale manque." in page.text


async def test_a_contact_waits_for_what_is_answered_of_the_company_above(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    content = csv_of(
        ("À trouver", "Moissac", "Anne Verdier", "", "05 36 49 62 01"),
        ("", "", "Jean Cros", "", "05 36 49 62 04"),
        headings=HEADINGS,
    )
    page = await looks_at(browser, content)
    assert "attend une réponse" in page.text
    assert "Importer" not in page.text.split("Ligne par ligne")[0].split("</h1>")[1]

    page = await answers(browser, page, line=2, answer="creer")

    assert "Importer 2\u00a0lignes" in page.text


WAITING = csv_of(
    ("À trouver", "", "Zoé Rouge", "", "05 36 49 77 09"),
    ("", "", "Max Noir", "", "05 36 49 77 10"),
    headings=HEADINGS,
)


async def test_a_contact_that_waits_is_said_to_be_of_no_company_above_and_taken_back(
    browser: Browser,
) -> None:
    page = await looks_at(browser, WAITING)
    assert [one["answer"] for one in asked(page, line=3)] == ["separe"]

    page = await answers(browser, page, line=3, answer="separe")
    assert "La raison sociale manque, et ce n’est pas un autre contact" in page.text
    assert [one["answer"] for one in asked(page, line=3)] == ["avec"]

    page = await answers(browser, page, line=3, answer="avec")
    assert "attend une réponse" in page.text


async def test_a_contact_that_waits_is_corrected_or_follows_the_correction_above(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    page = await looks_at(browser, WAITING)

    for line, name in ((2, "Bois Vert"), (3, "Scierie")):
        here = f"{page.url.path}/lignes/{line}"
        assert f'href="{here}"' in page.text
        await browser.follows(await browser.sends(here, here, {"name": name}))
        page = await browser.opens(page.url.path)
        assert "attend une réponse" not in page.text
        assert "Importer 2\u00a0lignes" in page.text, f"line {line}"

    await confirms(browser, page)
    assert await people(superuser) == [("Bois Vert", "Zoé Rouge"), ("Scierie", "Max Noir")]


async def test_a_contact_below_a_line_that_is_rejected_by_now_says_so(browser: Browser) -> None:
    content = csv_of(
        ("Bois Vert", "Moissac", "Anne Verdier", "", "05 36 49 62 01"),
        ("", "", "Jean Cros", "", "05 36 49 62 04"),
        headings=HEADINGS,
    )
    page = await looks_at(browser, content)
    here = f"{page.url.path}/lignes/2"

    await browser.follows(await browser.sends(here, here, {"name": "-"}))
    page = await browser.opens(page.url.path)

    assert "serait un autre contact, attend une réponse" not in page.text
    assert "La ligne 2, dont ce serait un autre contact, est rejetée" in page.text
    await browser.follows(await browser.sends(here, here, {"name": "Bois Vert"}))
    assert "est rejetée" not in (await browser.opens(page.url.path)).text


async def test_a_contact_is_recorded_with_the_company_above_however_long_the_list(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    content = csv_of(
        *((f"Atelier {n}", "Moissac", "", "", "") for n in range(CHUNK_ROWS - 1)),
        # Nothing but its line tells this company: it has no number and no place.
        ("Scierie", "", "Anne Verdier", "", "05 36 49 62 01"),
        ("", "", "Jean Cros", "", "05 36 49 62 02"),
        headings=HEADINGS,
    )
    import_id = await bureau.looks_at(parse(content))

    await bureau.confirms(import_id)
    await bureau.confirms(import_id)

    assert await people(superuser) == [("Scierie", "Anne Verdier"), ("Scierie", "Jean Cros")]


async def test_a_service_is_asked_about_as_a_single_word_is_and_is_not_addressed(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    headings = ("Entreprise", "Ville", "Civilité", "Contact", "Mail")
    row = ("Bois Vert", "Moissac", "Madame", "Service comptabilité", "compta@bois.example")
    page = await looks_at(browser, csv_of(row, headings=headings))
    assert "«\u00a0Service comptabilité\u00a0»\u00a0: est-ce une personne\u202f?" in page.text

    await confirms(browser, await answers(browser, page, line=2, answer="note"))
    assert await people(superuser) == []


async def test_what_a_second_list_says_of_a_known_contact_is_kept_and_once(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    def the_list(name: str, mail: str, phone: str) -> bytes:
        return csv_of(("Bois Vert", "Moissac", name, mail, phone), headings=HEADINGS)

    first = the_list("Anne Verdier", "a@bois.example", "05 36 49 62 05")
    await confirms(browser, await looks_at(browser, first))
    second = the_list("Mme VERDIER Anne", "anne@bois.example", "05 36 49 62 06")
    await confirms(browser, await looks_at(browser, second))

    assert await people(superuser) == [("Bois Vert", "Anne Verdier")]
    notes = await superuser.fetch("SELECT note FROM company_notes ORDER BY 1")
    assert [row["note"] for row in notes] == [
        "Autre mail de Mme VERDIER Anne\u00a0: anne@bois.example",
        "Autre téléphone de Mme VERDIER Anne\u00a0: +33536496206",
    ]
    for again in (first, second):
        assert "Aucune ligne n’apporte rien de nouveau" in (await looks_at(browser, again)).text


async def test_a_company_without_a_place_is_found_again_by_its_very_name(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    rows = (("Bois Vert", "", "", "", "05 36 49 62 07"), ("Scierie", "Moissac", "", "", ""))
    await confirms(browser, await looks_at(browser, csv_of(*rows, headings=HEADINGS)))
    rows = (("BOIS VERT", "", "Anne Verdier", "", ""), ("Scierie", "Moissac", "", "", ""))
    await confirms(browser, await looks_at(browser, csv_of(*rows, headings=HEADINGS)))

    assert await people(superuser) == [("Bois Vert", "Anne Verdier")]
    assert await superuser.fetchval("SELECT count(*) FROM companies") == 2
