"""Who is away when, over all lycées, and which of them ask the same hosts at once."""

from dataclasses import replace
from datetime import date, timedelta

import httpx2
import pytest
from fastapi import FastAPI

from contracts.identifiers import Mef
from contracts.publication import FactFamily
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.domain.calendar import Planned, clashes_of, weeks_of, with_gaps
from tests.supervision.browsing import browsing, without_tags
from tests.supervision.network import (
    BOURDELLE,
    OTHER,
    Network,
    coverage,
    folded,
    formation,
    lycee,
    period,
    published,
)
from tests.support.portal import KnownSessions

COOK, APPRENTICE_COOK = "2472210631", "2412214621"
ELECTRICIAN = "2472551031"
MONDAY = date(2027, 1, 4)
PAGE = "/departement/calendrier?annee=2026-2027"


def away(lycee: str, mef: str = COOK, starts: date = MONDAY, weeks: int = 2) -> Planned:
    ends = starts + timedelta(weeks=weeks, days=-3)
    return Planned(lycee, f"Lycée {lycee}", mef, f"formation {mef}", starts, ends, expected=12)


def test_two_lycees_of_one_field_meet_in_the_weeks_they_share() -> None:
    later = away("B", APPRENTICE_COOK, MONDAY + timedelta(weeks=1))
    [clash] = clashes_of([away("A"), later])

    assert clash.lycees == ("Lycée A", "Lycée B")
    assert (clash.first, clash.last, clash.weeks) == (date(2027, 1, 11), date(2027, 1, 15), 1)
    assert clash.expected == 24


def test_other_fields_one_lycee_alone_and_other_weeks_do_not_meet() -> None:
    alone = [away("A"), away("A", APPRENTICE_COOK), away("B", ELECTRICIAN)]
    assert clashes_of([*alone, away("B", COOK, MONDAY + timedelta(weeks=2))]) == []


def test_who_meets_whom_is_said_anew_where_it_changes() -> None:
    clashes = clashes_of([away("A", weeks=4), away("B", weeks=2), away("C", weeks=3)])

    assert [(one.lycees, one.weeks) for one in clashes] == [
        (("Lycée A", "Lycée B", "Lycée C"), 2),
        (("Lycée A", "Lycée C"), 1),
    ]


def test_a_run_that_stops_and_begins_again_is_said_twice() -> None:
    again = MONDAY + timedelta(weeks=6)
    clashes = clashes_of([away(one, starts=day) for one in "AB" for day in (MONDAY, again)])
    assert [one.first for one in clashes] == [MONDAY, again]


def test_a_calendar_has_no_holes() -> None:
    apart = [away("A", weeks=1), away("B", starts=MONDAY + timedelta(weeks=3), weeks=1)]
    weeks = with_gaps(weeks_of(apart))

    assert [week.lycees for week in weeks] == [("Lycée A",), (), (), ("Lycée B",)]
    assert [week.monday.weekday() for week in weeks] == [0] * 4
    assert with_gaps(weeks_of([])) == []


def test_a_period_that_begins_on_a_wednesday_takes_its_whole_week() -> None:
    [week] = weeks_of([away("A", starts=date(2027, 1, 6), weeks=1)])
    assert (week.monday, week.last) == (MONDAY, date(2027, 1, 10))


def test_two_periods_alike_are_both_counted() -> None:
    [clash] = clashes_of([away("A"), away("A"), away("B")])
    assert clash.expected == 36


def test_who_is_back_before_the_other_leaves_was_never_away_with_them() -> None:
    first = Planned("A", "Lycée A", COOK, "Cuisine", MONDAY, MONDAY + timedelta(days=9))
    second = Planned(
        "B", "Lycée B", COOK, "Cuisine", MONDAY + timedelta(days=10), date(2027, 1, 29)
    )
    assert clashes_of([first, second]) == []


def test_who_tells_no_figure_is_named_and_is_no_zero() -> None:
    quiet = replace(away("B"), expected=None)
    [clash] = clashes_of([away("A"), quiet])
    assert (clash.expected, clash.untold) == (12, ("Lycée B",))
    [week, _] = weeks_of([quiet])
    assert (week.expected, week.untold) == (None, ("Lycée B",))


async def two_lycees(work: UnitsOfWork) -> None:
    network = Network()
    for uai, name in ((BOURDELLE, "Lycée Bourdelle"), (OTHER, "Lycée Michelet")):
        network.tell(lycee(name, uai), uai=uai)
        network.tell(formation("Cuisine", mef=Mef(COOK)), uai=uai)
        network.tell(period(Mef(COOK), starts_on=MONDAY), uai=uai)
        network.tell(coverage(15, mef=Mef(COOK)), uai=uai)
    await folded(work, network.told)


async def test_the_supervisor_reads_who_meets_and_how_many_pupils(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await two_lycees(work)
    text = without_tags((await supervisor.get(PAGE)).text)

    assert "Cuisine Lycée Bourdelle, Lycée Michelet du 4 au 29 janvier 2027 4 40" in text
    assert "du 11 au 17 janvier 2027 Lycée Bourdelle, Lycée Michelet Cuisine 40" in text


@pytest.mark.parametrize("role", [Role.RBDE, Role.DDFPT, Role.HEAD])
async def test_whoever_plans_for_one_lycee_sees_the_dates_of_all_and_no_figure(
    work: UnitsOfWork, app: FastAPI, sessions: KnownSessions, role: Role
) -> None:
    await two_lycees(work)
    async with browsing(app, sessions.sign_in((role, BOURDELLE))) as browser:
        text = without_tags((await browser.get(PAGE)).text)

    assert "Cuisine Lycée Bourdelle, Lycée Michelet du 4 au 29 janvier 2027" in text
    assert "Élèves attendus" not in text
    assert "40" not in text


async def test_figures_a_head_keeps_are_not_in_the_calendar(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await two_lycees(work)
    network = Network()
    kept = published(FactFamily.COVERAGE, (date(2026, 9, 1), False))
    network.tell(kept, uai=OTHER, version=9)
    await folded(work, network.told)
    text = without_tags((await supervisor.get(PAGE)).text)
    assert (
        "Cuisine Lycée Bourdelle, Lycée Michelet du 4 au 29 janvier 2027 4 20 sans Lycée Michelet"
        in text
    )


async def test_a_year_without_a_period_says_what_will_come(supervisor: httpx2.AsyncClient) -> None:
    text = without_tags((await supervisor.get(PAGE)).text)
    assert "Aucune PFMP publiée pour cette année scolaire." in text
    assert "Aucun chevauchement" not in text
