"""When pupils were born and where they live: read from lists, corrected by a human, shown as an age."""

from datetime import date

import pytest

from contracts.identifiers import SchoolYear
from services.internships.pupils.model import adult_on, age_on, is_minor_on, read_day
from services.internships.rights.commands import erase_pupil
from services.internships.roster_files.model.file import BadRow, Roster
from services.internships.roster_files.store import parse
from tests.internships.world import ELEC, Lycee
from tests.support.pages import Page, Visitor

IMPORT = "/pfmp/eleves/import"
FILE = """Nom;Prénom;Classe;Né(e) le;Adresse;Code postal;Ville
MARTIN;Léa;2ELEC;12/03/2010;3 rue des Tilleuls;82000;MONTAUBAN
ROUX;Tom;2ELEC;31/02/2010;;;Nullepart-sur-Rien
PONS;Zoé;2ELEC;;;82200;
"""


@pytest.mark.parametrize(
    "text",
    [
        *("12/03/2010", "12/3/10", "12-03-2010", "12.03.2010", "2010-03-12", "2010/03/12"),
        *("12/03/2010 00:00:00", "2010-03-12T00:00:00", "12 mars 2010", "40249", "40249.0"),
    ],
)
def test_a_birth_date_is_read_in_every_usual_way(text: str) -> None:
    assert read_day(text) == date(2010, 3, 12)


@pytest.mark.parametrize("text", ["31/02/2010", "30 février 2010", "12 nivôse 2010", "hier", "12"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_day(text) is None


def test_the_first_of_the_month_may_be_in_words() -> None:
    assert read_day("1er août 2009") == date(2009, 8, 1)


@pytest.mark.parametrize(
    ("day", "years", "minor"),
    [(date(2026, 2, 28), 17, True), (date(2026, 3, 1), 18, False), (date(2028, 2, 29), 20, False)],
)
def test_who_was_born_on_29_february_is_an_adult_on_1_march(
    day: date, years: int, minor: bool
) -> None:
    born = date(2008, 2, 29)
    assert (age_on(born, day), is_minor_on(born, day)) == (years, minor)
    assert adult_on(born) == date(2026, 3, 1)


def read(text: str) -> Roster:
    roster = parse(text.encode()).roster
    assert roster is not None
    return roster


def test_a_birth_date_or_commune_that_cannot_be_read_rejects_nobody_and_is_told() -> None:
    roster = read(FILE)
    assert [(row.last_name, row.born, row.commune) for row in roster.rows] == [
        ("MARTIN", "2010-03-12", "82121"),
        ("ROUX", "", ""),
        ("PONS", "", ""),
    ]
    assert roster.bad == ()
    assert roster.unsure == (
        BadRow(3, "Date de naissance illisible"),
        BadRow(3, "Commune de résidence inconnue"),
        BadRow(4, "Code postal de résidence inconnu"),
    )


def test_a_birth_date_no_pupil_of_the_year_has_is_left_unknown() -> None:
    roster = read("Nom;Prénom;Classe;Né(e) le\nROUX;Tom;2A;24/11/2026\nPONS;Zoé;2A;01/02/10\n")
    believed = roster.believed(SchoolYear("2026-2027"))
    assert [row.born for row in believed.rows] == ["", "2010-02-01"]
    assert believed.unsure == (BadRow(2, "Date de naissance impossible"),)


async def previewed(bureau: Visitor, text: str) -> Page:
    form = (await bureau.get(IMPORT)).form(f"{IMPORT}/apercu")
    return await bureau.send(form, files={"file": ("eleves.csv", text.encode(), "text/csv")})


async def known(lycee: Lycee) -> list[tuple[str, date | None, str | None]]:
    rows = await lycee.superuser.fetch("SELECT * FROM pupils ORDER BY last_name")
    return [(row["last_name"], row["born_on"], row["commune"]) for row in rows]


async def test_a_list_fills_what_is_unknown_and_a_change_is_accepted_by_a_human(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    await lycee.imports(
        "MARTIN Léa 2ELEC", "PONS Zoé 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": formation}
    )
    page = await previewed(bureau, FILE)
    assert "Ligne 3 : Date de naissance illisible" in page.text
    assert (
        "1 élève déjà là, dont la date de naissance ou la commune n’était pas connue" in page.text
    )
    done = await bureau.send(page.form(IMPORT))
    assert "3 déjà là, 1 fiche complétée." in done.text
    assert await known(lycee) == [
        ("MARTIN", date(2010, 3, 12), "82121"),
        ("PONS", None, None),
        ("ROUX", None, None),
    ]

    changed = await previewed(bureau, FILE.replace("12/03/2010", "13/03/2010"))
    assert "diffèrent : 12/03/2010, et 13/03/2010 dans le fichier" in changed.text
    kept = await bureau.send(changed.form(IMPORT))
    assert "0 élève ajouté, 2 déjà là, 1 ligne laissée de côté." in kept.text
    assert (await known(lycee))[0] == ("MARTIN", date(2010, 3, 12), "82121")

    again = await previewed(bureau, FILE.replace("12/03/2010", "13/03/2010"))
    done = await bureau.send(again.form(IMPORT), deciding="2:same")
    assert "0 élève ajouté, 2 déjà là, 1 fiche complétée." in done.text
    assert (await known(lycee))[0] == ("MARTIN", date(2010, 3, 13), "82121")


async def test_a_commune_that_changes_is_accepted_by_a_human(bureau: Visitor, lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    (martin,) = await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    await bureau.send((await previewed(bureau, FILE)).form(IMPORT))
    moved = FILE.replace("82000;MONTAUBAN", "82200;MOISSAC")

    changed = await previewed(bureau, moved)
    assert "commune de Montauban à Moissac" in changed.text
    assert "correcting" not in changed.form(IMPORT).typed()
    await bureau.send(changed.form(IMPORT))
    assert (await known(lycee))[0][2] == "82121"

    again = await previewed(bureau, moved)
    await bureau.send(again.form(IMPORT), correcting=str(martin))
    assert (await known(lycee))[0][2] == "82112"


async def test_a_recorded_birth_date_tells_a_homonym_of_another_class_apart(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    await bureau.send((await previewed(bureau, FILE)).form(IMPORT))
    other = "Nom;Prénom;Classe;Né(e) le\nMARTIN;Léa;2MELEC;{}\n"

    same = await previewed(bureau, other.format("12/03/2010"))
    assert same.form(IMPORT).typed()["deciding"] == "2:same"
    apart = await previewed(bureau, other.format("05/06/2010"))
    assert apart.form(IMPORT).typed()["deciding"] == "2:other"
    assert "Les dates de naissance diffèrent" in apart.text


async def test_a_pupils_page_says_the_age_and_the_commune_and_erasing_takes_both_away(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    page = await previewed(bureau, FILE)
    await bureau.send(page.form(IMPORT), following=f"2elec:{formation}")
    pupil = await lycee.superuser.fetchval(
        "SELECT pupil_year_id FROM pupils WHERE last_name = 'MARTIN'"
    )
    card = await bureau.get(f"/pfmp/eleves/{pupil}")
    assert "Mineur, 16 ans (majeur le 12/03/2028)" in card.text
    assert "Habite Montauban" in card.text

    await lycee.do(erase_pupil, pupil_year_id=pupil, version=1, notes=(), now=lycee.now)
    erased = await lycee.superuser.fetchrow("SELECT * FROM pupils WHERE pupil_year_id = $1", pupil)
    assert erased is not None
    assert (erased["born_on"], erased["commune"]) == (None, None)


async def test_a_preview_somebody_tampered_with_is_refused_and_records_nothing(
    bureau: Visitor, lycee: Lycee
) -> None:
    await lycee.opens(ELEC)
    form = (await previewed(bureau, FILE)).form(IMPORT)
    broken = str(form.typed()["rows"]).replace("2010-03-12", "2010-99-12")
    refused = await bureau.send(form, rows=broken)
    assert "Ce fichier n’a pas pu être lu." in refused.text
    assert await known(lycee) == []
