"""What a bureau finds first on its home page: what to begin with, who needs a place."""

import re
from dataclasses import replace
from datetime import date, timedelta

from services.chassis.base.identity import Role
from tests.internships.conftest import Served
from tests.internships.world import BOURDELLE, CARE, ELEC, ELSEWHERE, Lycee
from tests.support.pages import Visitor

FIRST_STEPS = "/pfmp/fragments/premiers-pas"
BOARD = "/pfmp/fragments/tableau"
SPRING = {"starts_on": date(2027, 3, 1), "ends_on": date(2027, 3, 26)}


async def test_a_year_begins_with_what_is_missing_and_is_told_no_more_once_begun(
    bureau: Visitor, lycee: Lycee
) -> None:
    nothing = (await bureau.get(FIRST_STEPS)).answer.text
    assert "Commencer l’année" in nothing
    assert 'href="/pfmp/eleves/import"' in nothing
    assert "Fait" not in nothing

    formation = await lycee.opens(ELEC)
    await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    await lycee.drafts_a_period(formation)
    assert "Fait" in (await bureau.get(FIRST_STEPS)).text

    await lycee.publishes_a_period(formation)
    assert (await bureau.get(FIRST_STEPS)).answer.text == ""


async def test_a_year_has_begun_when_it_has_in_each_of_one_s_lycees(
    app: Served, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    await lycee.publishes_a_period(formation)

    async with app.visited_by((Role.RBDE, BOURDELLE), (Role.RBDE, ELSEWHERE)) as both:
        assert "Commencer l’année" in (await both.get(FIRST_STEPS)).text


async def test_pupils_who_leave_first_come_first_with_what_to_do(
    bureau: Visitor, lycee: Lycee
) -> None:
    elec, care = await lycee.opens(ELEC), await lycee.opens(CARE, "1re ASSP")
    lea, tom, zoe = await lycee.imports(
        *("A Léa 1ASSP", "B Tom 2ELEC", "C Zoé 2ELEC"), classes={"2ELEC": elec, "1ASSP": care}
    )
    january = await lycee.publishes_a_period(elec)
    march = await lycee.publishes_a_period(care, **SPRING)
    placement = await lycee.proposes(zoe, january, await lycee.knows_a_host())

    source = (await bureau.get(BOARD)).answer.text

    assert re.findall(r'href="([^"]+)"><strong>', source) == [
        f"/pfmp/periodes/{january}/eleves/{tom}",
        f"/pfmp/periodes/{march}/eleves/{lea}",
        f"/pfmp/placements/{placement}",
    ]
    assert "départ le 04/01, dans" in source


async def test_what_runs_comes_first_then_the_nearest_and_those_who_miss_most(
    bureau: Visitor, lycee: Lycee
) -> None:
    elec, care = await lycee.opens(ELEC), await lycee.opens(CARE, "1re ASSP")
    await lycee.imports(
        *("A Léa 1ASSP", "B Tom 2ELEC", "C Zoé 2ELEC"), classes={"2ELEC": elec, "1ASSP": care}
    )
    runs = {"starts_on": date(2026, 11, 9), "ends_on": date(2026, 12, 4)}
    few = await lycee.publishes_a_period(care, **runs)
    began_later = runs | {"starts_on": date(2026, 11, 16)}
    many = await lycee.publishes_a_period(elec, **began_later, weeks=3)
    january = await lycee.publishes_a_period(elec, care)

    source = (await bureau.get("/pfmp/fragments/aujourdhui")).answer.text

    assert re.findall(r'href="/pfmp/periodes/([^"/]+)"><span class="unseen">PFMP', source) == [
        str(many),
        str(few),
        str(january),
    ]


async def test_of_several_lycees_the_most_urgent_are_read_and_the_others_are_one_click_away(
    app: Served, lycee: Lycee
) -> None:
    other = replace(lycee, uai=ELSEWHERE)
    for one, days in ((lycee, (4, 11)), (other, (18, 25))):
        formation = await one.opens(ELEC)
        await one.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
        for day in days:
            first = date(2027, 1, day)
            await one.publishes_a_period(
                formation, starts_on=first, ends_on=first + timedelta(days=25)
            )

    async with app.visited_by((Role.RBDE, BOURDELLE), (Role.RBDE, ELSEWHERE)) as both:
        source = (await both.get("/pfmp/fragments/aujourdhui")).answer.text

    read, _, folded = source.partition("<details>")
    assert re.findall(r"du \d+", read) == ["du 4", "du 11", "du 18"]
    assert "1\u00a0autre PFMP à venir</summary>" in folded
    assert re.findall(r"du \d+", folded) == ["du 25"]
