"""A list of classes is taken back, but for what somebody worked on since."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from contracts.identifiers import Mef
from contracts.internships.formations import FormationClosedV1
from contracts.internships.periods import CoverageChangedV1
from services.internships.coverage.queries.periods import read_period
from services.internships.pupils.queries import read_pupils_by_class
from services.internships.roster_changes.commands import (
    ImportNotUndoable,
    undo_roster_import,
)
from services.internships.rosters.model.review import Review
from services.internships.rosters.model.roster import Decision
from tests.internships.world import CARE, ELEC, YEAR, Lycee
from tests.support.pages import Visitor


async def last_import(lycee: Lycee) -> UUID:
    found = await lycee.superuser.fetchval(
        "SELECT import_id FROM roster_imports WHERE uai = $1 ORDER BY import_id DESC LIMIT 1",
        lycee.uai,
    )
    return UUID(str(found))


async def undoes(lycee: Lycee) -> None:
    await lycee.do(undo_roster_import, import_id=await last_import(lycee), now=lycee.now)


async def listed(lycee: Lycee) -> dict[str, list[str]]:
    """Who is in which class, and who left."""
    groups = await lycee.do(read_pupils_by_class, frozenset({lycee.uai}), YEAR)
    return {
        label: [f"{one.name}{' (sorti)' if one.left_on else ''}" for one in pupils]
        for label, pupils in groups
    }


async def test_an_import_taken_back_leaves_the_classes_as_they_were(lycee: Lycee) -> None:
    elec, care = await lycee.opens(ELEC), await lycee.opens(CARE, "1re pro ASSP")
    period = await lycee.publishes_a_period(elec, care)
    await lycee.imports("MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": elec})
    before = await listed(lycee)
    told = (await lycee.published(CoverageChangedV1))[-1]

    await lycee.imports(
        *("NEUF Eva 2MELEC", "MARTIN Léa 1ASSP", "VENUE Lou 1ASSP"),
        classes={"2MELEC": elec, "1ASSP": care},
        decisions={3: Decision.SAME},
        review=Review(renames={"2melec": "2elec"}),
    )
    assert (await listed(lycee)).keys() == {"1ASSP", "2MELEC"}

    await undoes(lycee)

    assert await listed(lycee) == before
    assert (await lycee.do(read_period, period)).total.concerned == 2
    last = {fact.mef: fact.concerned for fact in await lycee.published(CoverageChangedV1)}
    assert last == {ELEC: told.concerned, CARE: 0}
    with pytest.raises(ImportNotUndoable):
        await undoes(lycee)


async def test_departures_and_returns_of_a_list_are_taken_back(lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    classes = {"2ELEC": formation}
    _, tom = await lycee.imports("MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes=classes)
    await lycee.imports("MARTIN Léa 2ELEC", classes=classes, review=Review(leaving={tom: 1}))
    gone = await listed(lycee)
    await lycee.imports("ROUX Tom 2ELEC", classes=classes, review=Review(returning={tom: 2}))

    await undoes(lycee)
    assert await listed(lycee) == gone == {"2ELEC": ["MARTIN Léa", "ROUX Tom (sorti)"]}


async def test_what_somebody_worked_on_since_is_kept(lycee: Lycee, bureau: Visitor) -> None:
    elec, care = await lycee.opens(ELEC), await lycee.opens(CARE, "1re pro ASSP")
    period = await lycee.publishes_a_period(elec)
    classes = {"2ELEC": elec, "2ELEC2": elec}
    lea, *_ = await lycee.imports(
        *("MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", "SABATIER Zoé 2ELEC2"), classes=classes
    )
    wrong = await last_import(lycee)
    await lycee.proposes(lea, period, await lycee.knows_a_host())
    await lycee.imports("ROUX Tom 1ASSP", classes={"1ASSP": care}, decisions={2: Decision.SAME})

    page = await bureau.get("/pfmp/eleves/import")
    assert "Derniers imports" in page.text
    page = await bureau.get(f"/pfmp/eleves/import/{wrong}/annulation")
    text = " ".join(page.text.split())
    assert "quelque chose a été noté depuis" in text
    assert "changé depuis" in text
    assert "retiré de la liste" in text
    page = await bureau.send(page.form(f"/pfmp/eleves/import/{wrong}/annulation"))
    assert "1 élève retiré, 2 élèves gardés" in page.text

    assert await listed(lycee) == {"1ASSP": ["ROUX Tom"], "2ELEC": ["MARTIN Léa"]}
    page = await bureau.get("/pfmp/eleves/import")
    assert "Annulé le" in page.text


async def test_a_class_whose_formation_a_list_changed_follows_the_former_one_again(
    lycee: Lycee,
) -> None:
    elec, care = await lycee.opens(ELEC), await lycee.opens(CARE, "1re pro ASSP")
    period = await lycee.publishes_a_period(elec)
    await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": elec})
    await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": care})
    assert (await lycee.do(read_period, period)).total.concerned == 0
    await undoes(lycee)
    assert (await lycee.do(read_period, period)).total.concerned == 1


async def test_a_period_that_ended_since_the_import_no_longer_counts_who_it_brought(
    lycee: Lycee,
) -> None:
    formation = await lycee.opens(ELEC)
    period = await lycee.publishes_a_period(formation)
    classes = {"2ELEC": formation}
    await lycee.imports("MARTIN Léa 2ELEC", classes=classes)
    await lycee.imports("ROUX Tom 2ELEC", classes=classes)
    wrong = await last_import(lycee)
    later = replace(lycee, now=lycee.now + timedelta(days=28))
    await later.do(undo_roster_import, import_id=wrong, now=later.now)
    assert (await lycee.do(read_period, period)).total.concerned == 1


async def test_an_import_is_taken_back_within_thirty_days(lycee: Lycee) -> None:
    await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": await lycee.opens(ELEC)})
    late = replace(lycee, now=lycee.now + timedelta(days=31))
    with pytest.raises(ImportNotUndoable):
        await undoes(late)


async def test_importing_the_same_list_again_is_no_import_to_take_back(lycee: Lycee) -> None:
    classes = {"2ELEC": await lycee.opens(ELEC)}
    await lycee.imports("MARTIN Léa 2ELEC", classes=classes)
    first = await last_import(lycee)
    await lycee.imports("MARTIN Léa 2ELEC", classes=classes)
    assert await last_import(lycee) == first


async def test_another_lycees_import_answers_404(
    lycee: Lycee, other_lycee: Lycee, bureau: Visitor
) -> None:
    await other_lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": await other_lycee.opens(ELEC)})
    theirs = await last_import(other_lycee)
    page = await bureau.get(f"/pfmp/eleves/import/{theirs}/annulation")
    assert page.status == 404


CATALOGUE_CARE = Mef("2473300732")


async def offered(lycee: Lycee) -> list[str]:
    rows = await lycee.superuser.fetch("SELECT mef FROM formations ORDER BY mef")
    return [row["mef"] for row in rows]


async def test_a_formation_the_list_opened_goes_with_it_and_the_department_hears_of_it(
    lycee: Lycee, bureau: Visitor
) -> None:
    await lycee.opens(ELEC)
    await lycee.imports("MARTIN Léa 1ASSP", classes={"1ASSP": CATALOGUE_CARE})
    page = await bureau.get(f"/pfmp/eleves/import/{await last_import(lycee)}/annulation")
    assert "à la personne : retirée" in page.text
    await undoes(lycee)

    assert await offered(lycee) == [ELEC]
    (closed,) = await lycee.published(FormationClosedV1)
    assert closed.mef == CATALOGUE_CARE
    # Chosen again, it is another one.
    await lycee.imports("MARTIN Léa 1ASSP", classes={"1ASSP": CATALOGUE_CARE})
    assert await offered(lycee) == [ELEC, CATALOGUE_CARE]


@pytest.mark.parametrize("use", ["a period", "another list", "a corrected label", "a pupil kept"])
async def test_a_formation_somebody_used_since_stays(
    lycee: Lycee, bureau: Visitor, use: str
) -> None:
    pupils = ("MARTIN Léa 1ASSP", "ROUX Tom 1ASSP")
    lea, _ = await lycee.imports(*pupils, classes={"1ASSP": CATALOGUE_CARE})
    wrong = await last_import(lycee)
    formation = await lycee.superuser.fetchval("SELECT formation_id FROM formations")
    match use:
        case "a period":
            await lycee.publishes_a_period(formation)
        case "another list":
            await lycee.imports("PONS Zoé 2ASSP", classes={"2ASSP": formation})
        case "a corrected label":
            await lycee.opens(CATALOGUE_CARE, "1re ASSP, site de Moissac")
        case "a pupil kept":
            elec = await lycee.opens(ELEC)
            period = await lycee.publishes_a_period(formation, elec)
            await lycee.proposes(lea, period, await lycee.knows_a_host())
    path = f"/pfmp/eleves/import/{wrong}/annulation"
    page = await bureau.get(path)
    assert "gardée, quelque chose s’y rapporte" in page.text
    await bureau.send(page.form(path))

    assert CATALOGUE_CARE in await offered(lycee)
    assert await lycee.published(FormationClosedV1) == []


async def test_a_class_put_under_a_formation_the_list_opened_has_its_former_one_again(
    lycee: Lycee,
) -> None:
    elec = await lycee.opens(ELEC)
    await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": elec})
    await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": CATALOGUE_CARE})
    await undoes(lycee)
    assert await offered(lycee) == [ELEC]
    assert await lycee.superuser.fetchval("SELECT formation_id FROM pupils") == elec
