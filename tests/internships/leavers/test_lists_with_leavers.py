"""A class list that says which day pupils left: read as a departure, confirmed by a human where it takes something away."""

from datetime import date

import pytest

from contracts.identifiers import SchoolYear, SiteKey
from contracts.internships.periods import CoverageChangedV1
from services.internships.roster_files.model.file import BadRow, Roster
from services.internships.roster_files.store import parse
from services.internships.stays.model.states import PlacementStatus
from tests.internships.world import ELEC, TODAY, Lycee
from tests.support.pages import Page, Visitor

IMPORT = "/pfmp/eleves/import"
HEAD = "Nom;Prénom;Classe;Date de sortie\n"
GONE = "12/10/2026"


def read(text: str) -> Roster:
    roster = parse(text.encode()).roster
    assert roster is not None
    return roster


async def previewed(bureau: Visitor, text: str) -> Page:
    form = (await bureau.get(IMPORT)).form(f"{IMPORT}/apercu")
    return await bureau.send(form, files={"file": ("eleves.csv", text.encode(), "text/csv")})


async def left(lycee: Lycee) -> dict[str, date | None]:
    rows = await lycee.superuser.fetch("SELECT last_name, left_on FROM pupils ORDER BY last_name")
    return {row["last_name"]: row["left_on"] for row in rows}


@pytest.mark.parametrize(
    "heading", ["Date de sortie", "DATE SORTIE", "Sorti(e) le", "Parti le", "Date de départ"]
)
def test_the_day_a_pupil_left_is_read_under_its_usual_headings(heading: str) -> None:
    roster = read(f"Nom;Prénom;Classe;{heading}\nROUX;Tom;2ELEC;{GONE}\nPONS;Zoé;2ELEC;\n")
    assert [row.left for row in roster.rows] == ["2026-10-12", ""]


def test_a_day_that_cannot_be_read_or_is_of_another_year_is_told_and_takes_nobody_away() -> None:
    roster = read(f"{HEAD}ROUX;Tom;2ELEC;bientôt\nPONS;Zoé;2ELEC;12/10/2019\nVIDAL;Inès;2ELEC;\n")
    believed = roster.believed(SchoolYear("2026-2027"))
    assert [row.left for row in believed.rows] == ["", "", ""]
    assert believed.unsure == (
        BadRow(2, "Date de sortie illisible"),
        BadRow(3, "Date de sortie d’une autre année scolaire"),
    )


async def test_a_new_pupil_who_left_is_recorded_as_gone_and_not_counted_to_the_end(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    await lycee.publishes_a_period(formation)

    page = await previewed(bureau, f"{HEAD}MARTIN;Léa;2ELEC;\nROUX;Tom;2ELEC;{GONE}\n")
    assert "sortie le 12/10/2026" in page.text
    done = await bureau.send(page.form(IMPORT))

    assert "1 élève ajouté, 1 déjà là, 1 sortie." in done.text
    assert await left(lycee) == {"MARTIN": None, "ROUX": date(2026, 10, 12)}
    told = (await lycee.published(CoverageChangedV1))[-1]
    assert (told.concerned, told.left) == (2, 1)


async def test_a_recorded_pupil_leaves_at_the_day_of_the_file_unless_unticked(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    lea, _ = await lycee.imports("MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(formation)
    await lycee.places(lea, period, SiteKey(await lycee.knows_a_host()))
    file = f"{HEAD}MARTIN;Léa;2ELEC;{GONE}\nROUX;Tom;2ELEC;{GONE}\n"

    form = (await previewed(bureau, file)).form(IMPORT)
    ticked = form.typed()["leaving"]
    assert len(ticked) == 2
    done = await bureau.send(form, leaving=[one for one in ticked if one.startswith(str(lea))])

    assert "1 sortie" in done.text
    assert await left(lycee) == {"MARTIN": date(2026, 10, 12), "ROUX": None}
    status = await lycee.superuser.fetchval("SELECT status FROM placements")
    assert status == PlacementStatus.WITHDRAWN.value

    again = await previewed(bureau, file)
    assert "Sortis du lycée, mais dans le fichier" not in again.text
    assert len([one for one in again.form(IMPORT).fields if one[0] == "leaving"]) == 1


async def test_a_day_to_come_takes_nobody_away_and_is_announced(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    page = await previewed(
        bureau, f"{HEAD}MARTIN;Léa;2ELEC;31/08/2027\nROUX;Tom;2ELEC;31/08/2027\n"
    )
    assert "2 dates de sortie à venir" in page.text
    await bureau.send(page.form(IMPORT))
    assert await left(lycee) == {"MARTIN": None, "ROUX": None}


async def test_a_pupil_of_another_class_who_left_leaves_once_a_human_says_who_it_is(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    page = await previewed(bureau, f"{HEAD}MARTIN;Léa;1ELEC;{GONE}\n")
    assert "Sortie le 12/10/2026 d’après le fichier." in page.text
    done = await bureau.send(page.form(IMPORT), following=f"1elec:{formation}", deciding="2:same")
    assert "1 changement de classe, 1 sortie" in done.text
    assert await left(lycee) == {"MARTIN": date(2026, 10, 12)}


async def test_taking_such_a_list_back_brings_back_who_left_by_it(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    file = f"{HEAD}MARTIN;Léa;2ELEC;{GONE}\nROUX;Tom;2ELEC;{GONE}\n"
    await bureau.send((await previewed(bureau, file)).form(IMPORT))
    assert await left(lycee) == dict.fromkeys(("MARTIN", "ROUX"), date(2026, 10, 12))

    import_id = await lycee.superuser.fetchval(
        "SELECT import_id FROM roster_imports ORDER BY recorded_at DESC, import_id DESC LIMIT 1"
    )
    page = await bureau.get(f"{IMPORT}/{import_id}/annulation")
    await bureau.send(page.form(f"{IMPORT}/{import_id}/annulation"))
    assert await left(lycee) == {"MARTIN": None}
    assert date(2026, 10, 12) < TODAY
