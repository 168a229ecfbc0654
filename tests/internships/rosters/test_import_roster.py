"""Importing the pupils of a class."""

import asyncio

import pytest

from contracts.identifiers import Mef
from contracts.internships.periods import CoverageChangedV1, FormationOpenedV1
from services.internships.pupils.queries import read_pupils_by_class
from services.internships.rosters.commands import ClassWithoutFormation
from services.internships.rosters.model.roster import Decision
from tests.internships.world import BOURDELLE, CARE, ELEC, YEAR, Lycee


async def figures(lycee: Lycee) -> list[tuple[str, int]]:
    return [(c.mef, c.concerned) for c in await lycee.published(CoverageChangedV1)]


async def test_pupils_are_imported_with_the_formation_of_their_class(lycee: Lycee) -> None:
    elec, care = await lycee.opens(ELEC), await lycee.opens(CARE, "1re pro ASSP")
    await lycee.publishes_a_period(elec, care)
    await lycee.imports(
        "MARTIN Léa 2ELEC", "ROUX Tom 1ASSP", classes={"2ELEC": elec, "1ASSP": care}
    )
    assert await figures(lycee) == [(ELEC, 0), (CARE, 0), (ELEC, 1), (CARE, 1)]


async def test_importing_the_same_file_again_creates_and_tells_nothing(lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    await lycee.publishes_a_period(formation)
    first = await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    told = len(await lycee.traffic())

    assert await lycee.imports("martin LEA 2elec", classes={}) == first
    assert len(await lycee.traffic()) == told


async def test_two_people_importing_the_same_file_at_once_create_each_pupil_once(
    lycee: Lycee,
) -> None:
    formation = await lycee.opens(ELEC)
    both = [
        lycee.imports("MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": formation})
        for _ in range(3)
    ]
    await asyncio.gather(*both)
    assert await lycee.superuser.fetchval("SELECT count(*) FROM pupils") == 2


async def test_a_homonym_is_left_aside_until_a_human_says_who_it_is(lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    classes = {"2ELEC1": formation, "2ELEC2": formation}
    (tom,) = await lycee.imports("ROUX Tom 2ELEC1", classes=classes)
    assert await lycee.imports("ROUX Tom 2ELEC2", classes=classes) == [tom]

    moved = await lycee.imports("ROUX Tom 2ELEC2", classes=classes, decisions={2: Decision.SAME})
    assert moved == [tom]
    label = await lycee.superuser.fetchval("SELECT label FROM classes JOIN pupils USING (class_id)")
    assert label == "2ELEC2"

    both = await lycee.imports("ROUX Tom 2ELEC1", classes=classes, decisions={2: Decision.OTHER})
    assert len(both) == 2


async def test_a_class_without_a_formation_is_left_aside_and_stops_no_other(
    lycee: Lycee,
) -> None:
    formation = await lycee.opens(ELEC)
    await lycee.imports("MARTIN Léa 2ELEC", "ROUX Tom 1ASSP", classes={"2ELEC": formation})
    assert (
        await lycee.superuser.fetchval("SELECT string_agg(last_name, ' ') FROM pupils") == "MARTIN"
    )
    assert await lycee.superuser.fetchval("SELECT string_agg(label, ' ') FROM classes") == "2ELEC"


async def test_a_list_whose_classes_have_no_formation_at_all_is_asked_about(lycee: Lycee) -> None:
    with pytest.raises(ClassWithoutFormation):
        await lycee.imports("MARTIN Léa 2ELEC", "ROUX Tom 1ASSP", classes={})
    assert await lycee.superuser.fetchval("SELECT count(*) FROM classes") == 0


async def test_a_formation_of_the_catalogue_is_opened_once_with_the_classes_that_follow_it(
    lycee: Lycee,
) -> None:
    mef = Mef("2473300732")
    both = {"1ASSP1": mef, "1ASSP2": mef}
    await lycee.imports("MARTIN Léa 1ASSP1", "ROUX Tom 1ASSP2", classes=both)

    (told,) = await lycee.published(FormationOpenedV1)
    assert (told.mef, told.label) == (
        mef,
        "1re bac pro Accompagnement, soins et services à la personne",
    )
    await lycee.imports("VIDAL Inès 1ASSP3", classes={"1ASSP3": mef})
    assert len(await lycee.published(FormationOpenedV1)) == 1
    assert await lycee.superuser.fetchval("SELECT count(DISTINCT formation_id) FROM pupils") == 1


async def test_a_class_may_not_follow_another_lycees_formation(
    lycee: Lycee, other_lycee: Lycee
) -> None:
    theirs = await other_lycee.opens(ELEC)
    with pytest.raises(ClassWithoutFormation):
        await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": theirs})


async def test_a_class_put_under_another_formation_takes_its_pupils_along(lycee: Lycee) -> None:
    elec, care = await lycee.opens(ELEC), await lycee.opens(CARE, "1re pro ASSP")
    await lycee.publishes_a_period(elec, care)
    await lycee.imports("MARTIN Léa 1ASSP", classes={"1ASSP": elec})
    await lycee.imports("MARTIN Léa 1ASSP", classes={"1ASSP": care})

    assert (await figures(lycee))[-2:] == [(ELEC, 0), (CARE, 1)]


async def test_a_pupils_id_says_nothing_of_the_order_of_the_list(lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    pupils = [f"NOM{rank:03d} Zoé 2ELEC" for rank in range(40)]
    ids = await lycee.imports(*pupils, classes={"2ELEC": formation})
    assert {pupil.version for pupil in ids} == {4}
    assert list(ids) != sorted(ids)


async def test_pupils_are_seen_by_their_lycee_alone(lycee: Lycee, other_lycee: Lycee) -> None:
    await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": await lycee.opens(ELEC)})
    everybody = frozenset({BOURDELLE, other_lycee.uai})
    assert await other_lycee.do(read_pupils_by_class, everybody, YEAR) == []
    assert len(await lycee.do(read_pupils_by_class, everybody, YEAR)) == 1
