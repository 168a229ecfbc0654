"""Where the headings of a list are, and what they mean: groups above, towns in names, another row."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from random import Random

import asyncpg
import pytest

from services.partnerships.import_columns.model.columns import CLOSE_RATIO, _close
from services.partnerships.import_columns.model.fields import HEADINGS
from services.partnerships.import_desk.pages.imports import understood
from services.partnerships.import_files.store.files import parse
from tests.partnerships.browsing import Browser
from tests.partnerships.files import csv_of, workbook

URL = "/entreprises/import"


def fields(content: bytes) -> list[str | None]:
    return [column.field for column in parse(content).columns]


@pytest.mark.parametrize("heading", ["Intitulé", "Dénomination", "Tiers", "Nom (ville)"])
def test_other_words_for_the_name_of_a_company_are_known(heading: str) -> None:
    read = parse(csv_of(("Bois Vert", "05 36 49 40 01"), headings=(heading, "Tél")))

    assert [row.company.name for row in read.rows] == ["Bois Vert"]
    assert read.settled


LETTERS = "abcdefilnorstu "


def mistyped(words: str, chance: Random) -> str:
    """A heading with up to three mistakes of a typist."""
    for _ in range(chance.randint(0, 3)):
        at = chance.randrange(len(words) + 1)
        words = words[:at] + chance.choice((*LETTERS, "")) + words[at + chance.randint(0, 1) :]
    return words


def test_what_is_seen_at_a_glance_is_what_comparing_all_letters_says() -> None:
    known = sorted({one for accepted in HEADINGS.values() for one in accepted})
    chance, close = Random(1), 0
    for heading in known:
        for other in [*chance.sample(known, 10), heading]:
            words = mistyped(heading, chance)
            ratio = SequenceMatcher(None, words, other).ratio()
            resembles = min(len(words), len(other)) >= 5 and ratio >= CLOSE_RATIO
            assert _close(words, other) == resembles, (words, other)
            close += resembles
    assert close > 100


GROUPS = ("Entreprise", "", "", "", "Tuteur", "", "")
UNDER = ("Nom", "Adresse", "Ville", "Tél", "Nom", "Fonction", "Tél")
ROW = ("Bois Vert", "2 rue Basse", "Moissac", "05 36 49 40 01")
PERSON = ("Mme Vidal", "Gérante", "05 36 49 40 02")


def test_two_rows_of_headings_are_read_together() -> None:
    read = parse(workbook(UNDER, (*ROW, *PERSON), headings=GROUPS))

    assert read.settled
    (row,) = read.rows
    assert row.company.name == "Bois Vert"
    assert understood(row) == (
        "2 rue Basse · Moissac · 05 36 49 40 01 · Mme Vidal, Gérante, 05 36 49 40 02"
    )


def test_a_group_of_pupils_is_left_aside() -> None:
    headings = ("Élève", "", "Entreprise", "")
    under = ("Nom", "Prénom", "Nom", "Ville")
    read = parse(workbook(under, ("Zzéphyrine", "Ode", "Bois Vert", "Moissac"), headings=headings))

    assert [(column.field, column.sure) for column in read.columns] == [
        (None, True),
        (None, True),
        ("name", True),
        ("commune", True),
    ]
    assert "Zzéphyrine" not in str(read.rows[0].origin.cells)


def test_a_title_over_the_headings_is_no_group() -> None:
    title = ("Liste des entreprises partenaires", "", "2026")
    read = parse(
        workbook(("Nom", "Prénom", "Société"), ("Vidal", "Jeanne", "Bois Vert"), headings=title)
    )

    assert [column.field for column in read.columns] == ["contact", "first_name", "name"]


@pytest.mark.parametrize(
    ("written", "name", "where"),
    [
        ("Bois Vert (Moissac)", "Bois Vert", "Moissac"),
        ("Bois Vert, Moissac", "Bois Vert", "Moissac"),
        ("Bois Vert (82200 Moissac)", "Bois Vert", "82200 Moissac"),
        ("Bois Vert (SARL)", "Bois Vert (SARL)", ""),
        ("Traiteur, Maison Lomagne", "Traiteur, Maison Lomagne", ""),
        ("Moissac", "Moissac", ""),
    ],
)
def test_a_town_written_with_the_name_is_drawn_from_it(written: str, name: str, where: str) -> None:
    content = csv_of((written, "05 36 49 40 01"), headings=("Entreprise", "Tél"), delimiter="\t")

    (row,) = parse(content).rows

    assert (row.company.name, understood(row)) == (
        name,
        " · ".join(filter(None, (where, "05 36 49 40 01"))),
    )
    assert ("commune lue dans le nom" in row.remarks) is bool(where)


def test_a_town_in_the_name_stays_there_where_the_line_has_another() -> None:
    content = csv_of(("Bois Vert (Moissac)", "Montauban"), headings=("Entreprise", "Ville"))

    (row,) = parse(content).rows

    assert row.company.name == "Bois Vert (Moissac)"
    assert row.site.commune == "82121"


async def test_the_row_of_the_headings_is_chosen_among_the_first_ones(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    rows: Sequence[Sequence[str]] = (
        ("Suivi 2026", "", ""),
        ("Qui", "Où ça", "Joindre"),
        ("Bois Vert", "Moissac", "05 36 49 40 01"),
    )
    content = csv_of(*rows, headings=("Le carnet", "de Mme", "Roux", "secteur nord"))
    sent = await browser.sends(URL, URL, file=("liste.csv", content))
    page = await browser.follows(sent)
    assert "les titres sont ceux de la ligne 1" in page.text
    assert "Qui · Où ça · Joindre" in page.text

    form = page.url.path.replace("colonnes", "ligne-des-titres")
    strange = await browser.sends(page, form, {"line": 99})
    assert strange.status_code == 422
    page = await browser.follows(await browser.sends(page, form, {"line": 3}))
    assert "les titres sont ceux de la ligne 3" in page.text

    said = {"columns": ["0:name", "1:commune", "2:phone"]}
    preview = await browser.follows(await browser.sends(page, page.url.path, said))
    await browser.sends(preview, f"{preview.url.path}/confirmation")
    assert await superuser.fetchval("SELECT string_agg(name, ',') FROM companies") == "Bois Vert"


def test_a_column_is_guessed_by_what_it_holds_and_confirmed() -> None:
    rows = (
        ("Bois Vert", "73282932000074", "Moissac", "05 36 49 40 01", "a@bois.example", "82200"),
        ("Scierie", "", "Montauban", "05.36.49.40.02", "", "82000"),
        ("Tuilerie", "", "Castelsarrasin", "0536494003", "c@tuiles.example", "82100"),
    )
    headings = ("Entreprise", "Réf", "Où", "Joindre", "Écrire", "Dép.")

    read = parse(csv_of(*rows, headings=headings))

    assert [(column.field, column.sure, column.by_contents) for column in read.columns] == [
        ("name", True, False),
        ("siret", False, True),
        ("commune", False, True),
        ("phone", False, True),
        ("mail", False, True),
        ("postcode", False, True),
    ]
    assert not read.settled


def test_what_a_column_holds_never_takes_the_place_of_another_heading() -> None:
    rows = (("Bois Vert", "Moissac", "Montauban"), ("Scierie", "Montauban", "Moissac"))
    read = parse(csv_of(*rows, headings=("Entreprise", "Ville", "Ancienne")))

    assert [column.field for column in read.columns] == ["name", "commune", None]
