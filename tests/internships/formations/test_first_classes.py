"""A lycée with nothing open brings its classes: formations are proposed, asked about, and opened."""

from pathlib import Path

import pytest

import tests
from contracts.identifiers import Mef
from services.internships.formations.model.mef_catalogue import CATALOGUE, proposed_for
from tests.internships.world import ELEC, Lycee
from tests.support.pages import Page, Visitor

IMPORT = "/pfmp/eleves/import"
PRONOTE = Path(tests.__file__).parent / "files" / "classes_1_pronote.csv"
MELEC, ASSP = "2472552031", "2473300732"
UNKNOWN = "Nom;Prénom;Classe\nROUX;Tom;2MELEC\nVIDAL;Inès;201\nPONS;Zoé;201\n".encode()


async def brings(bureau: Visitor, content: bytes) -> Page:
    form = (await bureau.get(IMPORT)).form(f"{IMPORT}/apercu")
    return await bureau.send(form, files={"file": ("eleves.csv", content, "text/csv")})


@pytest.mark.parametrize(
    ("label", "mef"),
    [
        ("2MELEC A", MELEC),
        ("2melec1", MELEC),
        ("2nde pro MELEC", MELEC),
        ("1ASSP", ASSP),
        ("T ASSP 2", "2473300733"),
        ("Terminale CIEL", "2472551933"),
        ("CAP1 cuisine", "2412214621"),
        ("2CAP EPC", "2413122422"),
        ("2MTNE", "2472000831"),
        ("201", None),
        ("2ZZZ", None),
        ("1MCV", None),
        ("CAP cuisine", None),
        ("ULIS", None),
    ],
)
def test_the_name_of_a_class_proposes_one_formation_or_none(label: str, mef: str | None) -> None:
    """Two options of one diploma, or a CAP without its year, are no answer."""
    found = proposed_for(label)
    assert (found.mef if found else None) == mef


def test_each_formation_of_the_catalogue_has_its_code_and_its_year() -> None:
    assert len({one.label for one in CATALOGUE.values()}) == len(CATALOGUE)
    assert CATALOGUE[Mef(MELEC)].label.startswith("2de pro Métiers")


async def test_an_empty_lycee_imports_its_classes_with_what_is_proposed(
    bureau: Visitor, lycee: Lycee
) -> None:
    page = await brings(bureau, PRONOTE.read_bytes())
    assert "Proposée d’après le nom de la classe" in page.text
    assert await lycee.superuser.fetchval("SELECT count(*) FROM formations") == 0, "nothing yet"

    done = await bureau.send(page.form(IMPORT), following=[f"2meleca:{MELEC}", f"1assp:{ASSP}"])

    assert "5 élèves ajoutés" in done.text
    opened = await lycee.superuser.fetch("SELECT mef FROM formations ORDER BY mef")
    assert [row["mef"] for row in opened] == [MELEC, ASSP]


async def test_a_class_nobody_knows_stops_no_other_and_is_told(
    bureau: Visitor, lycee: Lycee
) -> None:
    page = await brings(bureau, UNKNOWN)

    done = await bureau.send(page.form(IMPORT), following=f"2melec:{MELEC}")

    assert "1 élève ajouté, 2 élèves laissés de côté (classes sans formation)" in done.text
    assert await lycee.superuser.fetchval("SELECT string_agg(last_name, '') FROM pupils") == "ROUX"

    again = await brings(bureau, UNKNOWN)
    later = await bureau.send(again.form(IMPORT), following=f"201:{ASSP}")
    assert "2 élèves ajoutés, 1 déjà là" in later.text


async def test_a_formation_that_is_open_is_proposed_rather_than_opened_again(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    await lycee.superuser.execute("UPDATE formations SET mef = $1", MELEC)
    page = await brings(bureau, UNKNOWN)

    form = page.form(IMPORT)
    assert f"2melec:{formation}" in page.answer.text
    assert MELEC not in page.answer.text
    assert form is not None


async def test_a_code_that_is_not_in_the_catalogue_is_refused(
    bureau: Visitor, lycee: Lycee
) -> None:
    page = await brings(bureau, UNKNOWN)

    refused = await bureau.send(page.form(IMPORT), following="2melec:9999999999")

    assert refused.status == 422
    assert await lycee.superuser.fetchval("SELECT count(*) FROM pupils") == 0
