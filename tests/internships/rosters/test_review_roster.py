"""What a human confirms of a class list: renamed classes, departures, returns."""

from pathlib import Path
from uuid import UUID

import pytest

import tests
from contracts.identifiers import SiteKey
from contracts.internships.periods import CoverageChangedV1
from services.internships.leavers.commands import record_departure
from services.internships.rosters.commands import RosterToReview
from services.internships.rosters.model.review import Review
from tests.internships.world import ELEC, TODAY, Lycee
from tests.support.pages import Page, Visitor

FILES = Path(tests.__file__).parent / "files"
CLASS = ("D’ALMEIDA Léa 2MELECA", "PONS Zoé 2MELECA", "ROUX Tom 2MELECA")
IMPORT = "/pfmp/eleves/import"


async def labels(lycee: Lycee) -> list[str]:
    found = await lycee.superuser.fetch("SELECT label FROM classes ORDER BY label")
    return [row["label"] for row in found]


async def left(lycee: Lycee) -> list[UUID]:
    found = await lycee.superuser.fetch(
        "SELECT pupil_year_id FROM pupils WHERE left_on IS NOT NULL"
    )
    return [row["pupil_year_id"] for row in found]


async def previewed(bureau: Visitor, name: str) -> Page:
    form = (await bureau.get(IMPORT)).form(f"{IMPORT}/apercu")
    return await bureau.send(form, files={"file": (name, (FILES / name).read_bytes())})


async def test_a_renamed_class_keeps_its_pupils_and_their_places(lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    lea, zoe, tom = await lycee.imports(*CLASS, classes={"2MELECA": formation})
    period = await lycee.publishes_a_period(formation)
    await lycee.places(lea, period, SiteKey(await lycee.knows_a_host()))
    told = len(await lycee.traffic())

    after = await lycee.imports(
        *(pupil.replace("2MELECA", "2MELEC1") for pupil in CLASS),
        classes={"2MELEC1": formation},
        review=Review(renames={"2melec1": "2meleca"}),
    )

    assert after == [lea, zoe, tom]
    assert await labels(lycee) == ["2MELEC1"]
    assert len(await lycee.traffic()) == told


async def test_an_absent_pupil_leaves_only_when_a_human_confirms_it(lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    lea, zoe, tom = await lycee.imports(*CLASS, classes={"2MELECA": formation})
    await lycee.publishes_a_period(formation)
    file, classes = CLASS[:1], {"2MELECA": formation}

    await lycee.imports(*file, classes=classes)
    assert await left(lycee) == []

    review = Review(leaving={zoe: 1}, on=TODAY, asked=())
    assert await lycee.imports(*file, classes=classes, review=review) == [lea, zoe, tom]
    assert await left(lycee) == [zoe]
    assert (await lycee.published(CoverageChangedV1))[-1].left == 1


async def test_what_changed_since_the_preview_is_asked_before_anything_is_written(
    lycee: Lycee,
) -> None:
    formation = await lycee.opens(ELEC)
    _, zoe, _ = await lycee.imports(*CLASS, classes={"2MELECA": formation})
    await lycee.do(record_departure, pupil_year_id=zoe, version=1, on=TODAY, now=lycee.now)

    for review in (
        Review(leaving={zoe: 1}, asked=()),
        Review(renames={"1assp": "2meleca"}, asked=()),
        Review(asked=()),
    ):
        with pytest.raises(RosterToReview):
            await lycee.imports("ROUX Tom 1ELEC", classes={"1ELEC": formation}, review=review)
    assert await labels(lycee) == ["2MELECA"]


async def test_the_preview_shows_what_was_renamed_who_is_missing_and_who_is_back(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    lea, zoe, _ = await lycee.imports(*CLASS, classes={"2MELECA": formation})
    await lycee.do(record_departure, pupil_year_id=lea, version=1, on=TODAY, now=lycee.now)

    page = await previewed(bureau, "classes_4_renommee.tsv")
    form = page.form(IMPORT)
    assert "La classe 2MELECA, renommée" in page.text
    assert "PONS Zoé, 2MELECA" in page.text
    assert form.typed()["renaming"] == "2melec1:2meleca"
    assert "leaving" not in form.typed()

    answers = {"leaving": f"{zoe}:1", "returning": f"{lea}:2", "on": "2026-11-30"}
    chosen = [f"2melec1:{formation}", f"1assp:{formation}"]
    refused = await bureau.send(
        form,
        following=chosen,
        renaming="2melec1:2meleca",
        leaving=f"{zoe}:1",
        returning=f"{lea}:2",
        on="2026-11-30",
    )
    assert refused.status == 422
    assert "ne peut pas être dans le futur" in refused.text
    kept = refused.form(IMPORT).typed()
    assert {name: kept[name] for name in answers} == answers
    assert kept["following"] == chosen[::-1]
    assert await left(lycee) == [lea]

    done = await bureau.send(refused.form(IMPORT), on="2026-11-23")
    assert (
        "2 élèves ajoutés, 2 déjà là, 1 classe renommée, 1 sortie, 1 retour, 2 fiches complétées."
        in done.text
    )
    assert await left(lycee) == [zoe]


async def test_a_class_said_to_be_new_after_all_is_judged_again_with_its_questions(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    await lycee.imports(*CLASS, classes={"2MELECA": formation})
    page = await previewed(bureau, "classes_4_renommee.tsv")

    chosen = [f"2melec1:{formation}", f"1assp:{formation}"]
    again = await bureau.send(page.form(IMPORT), following=chosen, renaming=["2melec1:", "1assp:"])
    assert again.status == 422
    assert "Des lignes restent à vérifier" in again.text
    assert "Un élève de ce nom est déjà en 2MELECA." in again.text
    assert await labels(lycee) == ["2MELECA"]

    await bureau.send(again.form(IMPORT), deciding=["2:same", "3:other"])
    assert await labels(lycee) == ["1ASSP", "2 MELEC 1", "2MELECA"]


async def test_birth_dates_help_to_tell_homonyms_apart_and_are_kept_with_the_name_alone(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    page = await previewed(bureau, "classes_1_pronote.csv")
    assert "Les dates de naissance diffèrent" in page.text
    assert "un élève écrit deux fois, ou deux élèves" in page.text

    chosen = [f"2meleca:{formation}", f"1assp:{formation}"]
    done = await bureau.send(
        page.form(IMPORT), following=chosen, deciding=["5:other", "7:other", "3:same"]
    )
    assert "5 élèves ajoutés, 1 ligne en double" in done.text

    tables = await lycee.superuser.fetch(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'"
    )
    for table in tables:
        rows = await lycee.superuser.fetch(f"SELECT t::text AS row FROM {table['name']} t")
        for row in rows if table["name"] != "pupils" else ():
            assert "2011-01-21" not in row["row"], table["name"]
            assert "21/01/2011" not in row["row"], table["name"]
