"""« Élèves sans lieu d'accueil »: whom the bureau still has to find a place for."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.internships.placements import EndReason
from services.internships.participations.model import PupilSituation
from services.internships.placements.commands.set_placement_dates import set_placement_dates
from services.internships.placements.queries.placements import read_waiting
from services.internships.unplaced_pupils import queries as without_host
from services.internships.unplaced_pupils.queries import (
    SearchFilter,
    SearchingPage,
    SearchOrder,
    read_searching,
)
from tests.internships.conftest import Served
from tests.internships.world import CARE, ELEC, ENDS, STARTS, TODAY, Lycee
from tests.support.pages import Visitor

SPRING = {"starts_on": date(2027, 3, 1), "ends_on": date(2027, 3, 26)}


async def four_searching(lycee: Lycee) -> None:
    """Ali and Zoé leave in January, Bea and Cid in March; Dan has his place, Eve is proposed one."""
    elec, care = await lycee.opens(ELEC), await lycee.opens(CARE, "1re ASSP")
    ids = await lycee.imports(
        *("A Ali 2ELEC", "B Bea 1ASSP", "C Cid 1ASSP", "D Dan 2ELEC", "E Eve 2ELEC", "Z Zoé 2ELEC"),
        classes={"2ELEC": elec, "1ASSP": care},
    )
    january = await lycee.publishes_a_period(elec)
    await lycee.publishes_a_period(care, **SPRING)
    await lycee.places(ids[3], january, await lycee.knows_a_host())
    await lycee.proposes(ids[4], january, await lycee.knows_a_host())


async def names(lycee: Lycee, asked: SearchFilter) -> str:
    page = await lycee.do(read_searching, asked=asked, today=TODAY)
    return "".join(one.name[0] for one in page.items)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (SearchFilter(), "AEZBC"),
        (SearchFilter(descending=True), "CBZEA"),
        (SearchFilter(SearchOrder.NAME), "ABCEZ"),
        (SearchFilter(SearchOrder.CLASS), "BCAEZ"),
        (SearchFilter(class_label="1ASSP"), "BC"),
        (SearchFilter(standing=PupilSituation.PROPOSED), "E"),
        (SearchFilter(standing=PupilSituation.WITHOUT), "AZBC"),
    ],
)
async def test_the_list_answers_what_a_bureau_asks(
    lycee: Lycee, asked: SearchFilter, found: str
) -> None:
    await four_searching(lycee)

    assert await names(lycee, asked) == found


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("order", list(SearchOrder))
async def test_pages_repeat_and_skip_nobody_even_when_the_last_one_gets_a_place(
    lycee: Lycee, order: SearchOrder, descending: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    elec = await lycee.opens(ELEC)
    pupils = [f"P{n} Lou {n % 2 + 1}ELEC" for n in range(7)]
    await lycee.imports(*pupils, classes={"1ELEC": elec, "2ELEC": elec})
    await lycee.publishes_a_period(elec)
    await lycee.publishes_a_period(elec, **SPRING)
    site = await lycee.knows_a_host()
    monkeypatch.setattr(without_host, "PAGE_LENGTH", 3)
    asked = SearchFilter(order, descending)

    seen: list[object] = []
    placed = 0
    after: str | None = None
    while after is not None or not seen:
        page: SearchingPage = await lycee.do(read_searching, asked=asked, today=TODAY, after=after)
        seen += [(one.period_id, one.pupil_year_id) for one in page.items]
        assert page.total == 14 - placed
        after = page.after
        if after:
            last = page.items[-1]
            await lycee.places(last.pupil_year_id, last.period_id, site)
            placed += 1

    assert (len(seen), len(set(seen))) == (14, 14)


async def test_the_page_is_sorted_and_filtered_by_its_links(bureau: Visitor, lycee: Lycee) -> None:
    await four_searching(lycee)

    page = await bureau.get("/pfmp/sans-lieu")
    assert "D Dan" not in page.text
    assert "5 élèves" in page.text
    assert "dans 41 jours" in page.text
    assert 'aria-sort="ascending"' in page.answer.text
    by_name = re.search(r'href="(/pfmp/sans-lieu\?tri=nom)"', page.answer.text)
    assert by_name
    shown = (await bureau.get(f"{by_name[1]}&classe=1ASSP")).text
    assert "A Ali" not in shown
    assert "2 élèves avec ces filtres" in shown
    assert shown.index("B Bea") < shown.index("C Cid")
    nobody = await bureau.get("/pfmp/sans-lieu?classe=1ASSP&situation=proposed")
    assert "Aucun élève ne répond à ces filtres" in nobody.text


async def test_the_list_is_taken_away_whole_as_it_is_filtered_and_sorted(
    bureau: Visitor, lycee: Lycee, monkeypatch: pytest.MonkeyPatch
) -> None:
    await four_searching(lycee)
    asked = "situation=without&tri=-nom"
    page = await bureau.get(f"/pfmp/sans-lieu?{asked}")
    assert f"/pfmp/sans-lieu.xlsx?{asked.replace('&', '&amp;')}" in page.answer.text

    monkeypatch.setattr(without_host, "PAGE_LENGTH", 3)
    sheet = (await bureau.get(f"/pfmp/sans-lieu.csv?{asked}")).answer
    lines = sheet.content.decode("utf-8-sig").splitlines()
    found = [line.split(";")[0] for line in lines if re.match("[A-Z] ", line)]
    assert found == ["Z Zoé", "C Cid", "B Bea", "A Ali"]
    noted = "SELECT count(*) FROM audit_entries WHERE action = 'export-pupils'"
    assert await lycee.superuser.fetchval(noted) == 1


async def test_another_lycees_pupils_are_not_in_the_list(
    app: Served, bureau: Visitor, lycee: Lycee, other_lycee: Lycee
) -> None:
    await four_searching(other_lycee)

    page = await bureau.get("/pfmp/sans-lieu")
    assert "Tous les élèves ont un lieu d’accueil" in page.text
    assert "A Ali" not in page.text


async def test_who_is_broken_off_after_the_period_of_the_class_is_still_without_a_host(
    lycee: Lycee,
) -> None:
    elec = await lycee.opens(ELEC)
    late, _ = await lycee.imports("A Ali 2ELEC", "B Bea 2ELEC", classes={"2ELEC": elec})
    january = await lycee.publishes_a_period(elec)
    placement = await lycee.places(late, january, await lycee.knows_a_host())
    await lycee.do(
        set_placement_dates,
        placement_id=placement,
        version=2,
        starts_on=STARTS,
        ends_on=ENDS + timedelta(days=14),
        reason=EndReason.PUPIL,
        now=lycee.now,
    )
    day = ENDS + timedelta(days=5)
    lycee.now = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    await lycee.interrupts(placement, version=3, on=day)

    found = await lycee.do(read_searching, asked=SearchFilter(), today=day)
    waiting = await lycee.do(read_waiting, frozenset({lycee.uai}), day)

    assert [one.name for one in found.items] == ["A Ali"]
    assert [one.pupil for one in waiting] == ["A Ali"]
    over = await lycee.do(read_searching, asked=SearchFilter(), today=ENDS + timedelta(days=15))
    assert not over.items
