"""A list somebody else keeps, through the pages: nothing of it goes without a word, nothing false comes in."""

import re

import asyncpg

from tests.partnerships.browsing import Answer, Browser
from tests.partnerships.files import csv_of

URL = "/entreprises/import"
BLOCKS = "\n".join(
    f"Garage {name}\n{number} rue Basse\n82400 Valence d'Agen\n05 36 49 80 {number:02d}\n"
    for number, name in enumerate(("Serres", "Lomagne", "Tescou", "Autan"), start=11)
).encode()
SWAPPED = csv_of(
    *((f"05 36 49 81 {n:02d}", f"Atelier {n}", "Moissac") for n in range(10, 15)),
    headings=("Entreprise", "Désignation", "Ville"),
)


async def brings(browser: Browser, content: bytes) -> Answer:
    return await browser.sends(URL, URL, file=("liste.csv", content))


async def previews(browser: Browser, content: bytes, *fields: str) -> Answer:
    page = await browser.follows(await brings(browser, content))
    if page.url.path.endswith("/colonnes"):
        said = {"columns": [f"{index}:{field}" for index, field in enumerate(fields)]}
        page = await browser.follows(await browser.sends(page, page.url.path, said))
    return page


async def confirms(browser: Browser, page: Answer) -> Answer:
    return await browser.follows(await browser.sends(page, f"{page.url.path}/confirmation"))


def words_of(page: Answer) -> str:
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]*>", " ", page.text))


async def test_a_file_of_blocks_is_refused_with_what_to_do(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    refused = await brings(browser, BLOCKS)

    assert refused.status_code == 422
    assert "Mettez une entreprise par ligne et une chose par colonne" in refused.text
    assert await superuser.fetchval("SELECT count(*) FROM imports") == 0


async def test_an_import_whose_names_are_phones_stops_until_the_columns_are_corrected(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    page = await browser.follows(await brings(browser, SWAPPED))
    assert page.url.path.endswith("/colonnes")
    assert "5 noms d’entreprise sur 5 ressemblent à autre chose" in page.text
    assert not re.search(r'name="remember"[^>]*checked', page.text)

    columns = ["0:name", "1:", "2:commune"]
    stopped = await browser.sends(page, page.url.path, {"columns": columns, "remember": "true"})
    assert stopped.status_code == 422
    assert "rien n’est importé ainsi" in stopped.text
    assert await superuser.fetchval("SELECT count(*) FROM import_headings") == 0

    right = {"columns": ["0:phone", "1:name", "2:commune"]}
    preview = await browser.follows(await browser.sends(page, page.url.path, right))
    await confirms(browser, preview)
    names = await superuser.fetch("SELECT name FROM companies ORDER BY name")
    assert [row["name"] for row in names] == [f"Atelier {n}" for n in range(10, 15)]


async def test_the_headings_of_a_list_in_doubt_are_remembered_by_who_says_so_alone(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    rows = (("Bois Vert", "Moissac"), ("12 rue Basse", "Moissac"))
    page = await browser.follows(await brings(browser, csv_of(*rows, headings=("Qui", "Où"))))
    said = {"columns": ["0:name", "1:commune"], "remember": "true"}
    assert re.search(r'name="remember"[^>]*checked', page.text)

    preview = await browser.follows(await browser.sends(page, page.url.path, said))
    assert "ses titres ne sont pas retenus" in preview.text
    assert await superuser.fetchval("SELECT count(*) FROM import_headings") == 0

    page = await browser.opens(page.url.path)
    assert not re.search(r'name="remember"[^>]*checked', page.text)
    await browser.sends(page, page.url.path, said)
    assert await superuser.fetchval("SELECT count(*) FROM import_headings") == 2


async def test_one_name_that_is_an_address_is_asked_about(browser: Browser) -> None:
    rows = (("Bois Vert", "Moissac"), ("12 rue Basse", "Moissac"), ("Scierie", "Moissac"))
    page = await previews(browser, csv_of(*rows, headings=("Entreprise", "Ville")))

    assert "Importer 2\u00a0lignes" in page.text
    assert "«\u00a012 rue Basse\u00a0» ne dit pas quelle entreprise" in page.text


async def test_what_is_left_aside_is_said_before_and_after(browser: Browser) -> None:
    content = csv_of(
        ("Bois Vert", "Moissac", "-", "M. Bories"),
        ("Scierie", "Moissac", "", ""),
        ("Total", "2", "", ""),
        headings=("Entreprise", "Ville", "Tél", "Prof réf."),
    )
    preview = await previews(browser, content, "name", "commune", "phone", "")
    report = await confirms(browser, preview)

    assert report.url.path == preview.url.path
    for page in (preview, report):
        told = words_of(page)
        assert (
            "12\u00a0cellules remplies dans le fichier\u00a0: 4\u00a0sont laissées de côté" in told
        )
        assert "Colonne «\u00a0Prof réf.\u00a0»\u00a0: 1\u00a0cellule, sur 1\u00a0ligne" in told
        assert "Lignes rejetées, rendues avec leur motif\u00a0: 2\u00a0cellules" in told


async def test_a_list_read_whole_says_so(browser: Browser) -> None:
    content = csv_of(("Bois Vert", "Moissac"), headings=("Entreprise", "Ville"))

    assert "aucune n’est laissée de côté" in words_of(await previews(browser, content))


async def test_lines_in_doubt_come_first(browser: Browser) -> None:
    rows = [(f"Atelier {n}", "Moissac", "05 36 49 82 10") for n in range(110)]
    rows += [("À trouver", "Moissac", ""), ("", "Moissac", "05 36 49 82 11")]
    page = await previews(browser, csv_of(*rows, headings=("Entreprise", "Ville", "Tél")))

    names = re.findall(r'<th scope="row">([^<]*)</th>', page.text)
    assert names[:3] == ["À trouver", "(sans nom)", "Atelier 0"]
    following = re.search(r'href="([^"]*apres=[^"#]*)', page.text)
    assert following
    rest = await browser.opens(following[1])
    assert re.findall(r'<th scope="row">([^<]*)</th>', rest.text) == [
        f"Atelier {n}" for n in range(98, 110)
    ]


async def test_years_that_count_are_one_note_a_card_and_go_with_the_import(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    content = csv_of(
        ("Bois Vert", "Moissac", "2", "1", ""),
        ("Bois Vert", "Moissac", "", "", "4"),
        ("Scierie", "Moissac", "0", "", ""),
        headings=("Entreprise", "Ville", "2022", "2023-2024", "2025"),
    )
    fields = ("name", "commune", "remark", "remark", "remark")
    page = await confirms(browser, await previews(browser, content, *fields))

    async def kept() -> list[str]:
        rows = await superuser.fetch("SELECT note FROM company_notes ORDER BY note")
        return [row["note"] for row in rows]

    notes = [
        "Par année\u00a0: 2022\u00a0: 0",
        "Par année\u00a0: 2022\u00a0: 2, 2023-2024\u00a0: 1\n2025\u00a0: 4",
    ]
    assert await kept() == notes
    again = await previews(browser, content, *fields)
    assert "Aucune ligne n’apporte rien de nouveau" in again.text

    undo = f"{page.url.path}/annulation"
    await browser.sends(await browser.opens(undo), undo)
    assert await kept() == []
    assert await superuser.fetchval("SELECT count(*) FROM companies") == 0


async def test_the_content_of_a_heading_of_two_things_is_all_on_the_card(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    content = csv_of(
        ("Bois Vert", "82400 / Valence d'Agen", "Directrice : Mme Martin 05 36 49 83 01"),
        ("Scierie 05 36 49 83 02", "82400 - VALENCE D AGEN", "M. Cros (gérant)"),
        headings=("Entreprise", "CP / Ville", "Contact (fonction)"),
    )
    await confirms(browser, await previews(browser, content, "name", "commune", "contact"))

    people = await superuser.fetch("SELECT name, function, phone FROM contacts ORDER BY name")
    assert list(map(tuple, people)) == [
        ("M. Cros", "gérant", None),
        ("Mme Martin", "Directrice", "+33536498301"),
    ]
    sites = await superuser.fetch(
        "SELECT c.name, postcode, commune, s.phone FROM companies c JOIN sites s USING (company_id)"
        " ORDER BY c.name"
    )
    assert list(map(tuple, sites)) == [
        ("Bois Vert", "82400", "82186", None),
        ("Scierie", "82400", "82186", "+33536498302"),
    ]
