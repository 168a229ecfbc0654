"""The supervisor's first screen: the next departures, what moved, whom to look after, the curve."""

import re
from datetime import UTC, date, datetime, time, timedelta

import httpx2
import pytest

from contracts.coordination.dues import NetworkDueKind, NetworkDueStanding
from contracts.publication import FactFamily
from services.chassis.base.settings import placeholder_uai
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.coverage.queries.coverage import coverage as read_coverage
from services.supervision.departures.model.departures import departures
from services.supervision.departures.model.movements import day_before
from services.supervision.departures.model.trend import Step, corners, shares
from tests.supervision.browsing import without_tags
from tests.supervision.network import (
    BOURDELLE,
    OTHER,
    SILENT,
    WHOLE_DEPARTMENT,
    WOOD,
    YEAR,
    Network,
    coverage,
    due,
    folded,
    formation,
    lycee,
    period,
    published,
    tables,
)

COLUMNS = ("why", "departure", "missing", "trend", "gone", "agreements", "heard")


def today() -> date:
    """Asked anew each time: tests run past midnight too."""
    return datetime.now(PARIS).date()


def soon() -> date:
    return today() + timedelta(days=10)


def later() -> date:
    return today() + timedelta(days=40)


def long_ago() -> date:
    return today() - timedelta(days=90)


def at(day: date, hour: int = 12) -> datetime:
    """An instant of that day in Paris."""
    return datetime.combine(day, time(hour), PARIS).astimezone(UTC)


def two_lycees() -> Network:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(lycee("Lycée Michelet", OTHER), uai=OTHER)
    network.tell(formation("Bac pro MELEC"))
    network.tell(formation("Bac pro TCB", WOOD), uai=OTHER)
    network.tell(period(name="soon", starts_on=soon()))
    network.tell(period(name="later", starts_on=later()))
    network.tell(period(WOOD, name="other", starts_on=later()), uai=OTHER)
    return network


async def essential(supervisor: httpx2.AsyncClient) -> str:
    answer = await supervisor.get("/departement/fragments/essentiel")
    assert answer.status_code == 200
    return without_tags(answer.text)


async def lines(supervisor: httpx2.AsyncClient) -> dict[str, dict[str, str]]:
    """What the first screen says of each lycée, by column, in its order."""
    html = (await supervisor.get("/departement/fragments/essentiel")).text
    table = html.partition("<tbody>")[2].partition("</tbody>")[0]
    found = {}
    for row in table.split("<tr>")[1:]:
        name, *cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        found[without_tags(name)] = dict(
            zip(COLUMNS, (without_tags(f"<td>{one}") for one in cells), strict=True)
        )
    return found


async def test_places_missing_in_pfmp_that_run_are_another_figure(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = two_lycees()
    network.tell(coverage(17, name="soon"))
    network.tell(period(name="running", starts_on=today() - timedelta(days=3)))
    network.tell(coverage(8, name="running"), at=at(today()))
    # Heard today: a lycée silent for a week needs somebody too.
    network.tell(formation("Bac pro TCB", WOOD), uai=OTHER, version=2, at=at(today()))
    await folded(work, network.told)

    text = await essential(supervisor)

    assert "1 lycée a besoin de vous. 3 lieux d’accueil manquent avant 1 départ." in text
    assert "12 élèves sont partis sans lieu d’accueil." in text
    line = (await lines(supervisor))["Lycée Bourdelle"]
    rest = " + ? : 1 formation sans chiffres"
    assert (line["missing"], line["gone"]) == ("3 sur 20" + rest, "12 sur 20")
    # Of a formation that leaves later nothing is told: this is not all.
    assert line["agreements"] == "25 à signer + ? : 1 formation sans chiffres"


async def test_who_leaves_soonest_with_most_missing_comes_first(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = two_lycees()
    network.tell(coverage(12, name="later"))
    network.tell(coverage(17, name="soon"), at=at(today()))
    network.tell(coverage(6, mef=WOOD, name="other"), uai=OTHER, at=at(today()))
    await folded(work, network.told)

    text = await essential(supervisor)

    assert "1 lycée a besoin de vous. 25 lieux d’accueil manquent avant 3 départs." in text
    # Michelet misses more, but in 40 days: it can wait.
    told = await lines(supervisor)
    assert list(told) == ["Lycée Bourdelle", "Lycée Michelet"]
    assert told["Lycée Bourdelle"]["departure"].startswith("J−10 dans 10 jours du ")
    # The column is what the sentence sums: 25.
    assert [one["missing"] for one in told.values()] == [
        "11 sur 40 dont 3 au prochain",
        "14 sur 20",
    ]
    assert [one["gone"] for one in told.values()] == ["–", "–"]


async def test_who_left_weeks_ago_is_said_apart_and_calls_for_nobody(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = two_lycees()
    for name in ("soon", "later"):
        network.tell(coverage(20, name=name), at=at(today()))
    network.tell(period(name="running", starts_on=today() - timedelta(days=20)))
    network.tell(coverage(8, name="running"), at=at(today()))
    network.tell(coverage(6, mef=WOOD, name="other"), uai=OTHER, at=at(today()))
    await folded(work, network.told)

    text = await essential(supervisor)
    assert "besoin de vous. " not in text
    assert "12 élèves sont partis sans lieu d’accueil." in text
    told = await lines(supervisor)
    assert list(told) == ["Lycée Michelet", "Lycée Bourdelle"]
    assert told["Lycée Bourdelle"]["why"] == "12 partis sans lieu il y a plus d’une semaine"
    assert told["Lycée Bourdelle"]["gone"] == "12 sur 20"


async def test_a_lycee_that_tells_differently_or_nothing_needs_somebody(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network, ago = Network(), at(today() - timedelta(days=9))
    for name, uai in (("Lycée Bourdelle", BOURDELLE), ("Lycée Michelet", OTHER)):
        network.tell(lycee(name, uai), uai=uai, at=ago)
    network.tell(period(name="soon", starts_on=soon()), at=ago)
    network.tell(period(WOOD, name="other", starts_on=later()), uai=OTHER, at=ago)
    network.tell(coverage(20, name="soon"), at=at(today()))
    network.tell(coverage(6, mef=WOOD, name="other"), uai=OTHER, at=ago)
    network.tell(lycee("Lycée silencieux", SILENT), uai=SILENT)
    await folded(work, network.told)

    told = await lines(supervisor)

    assert list(told) == ["Lycée Michelet", "Lycée silencieux", "Lycée Bourdelle"]
    assert told["Lycée Michelet"]["heard"] == "Silencieux, 9 j"
    assert told["Lycée Bourdelle"]["heard"] == "aujourd’hui"
    assert told["Lycée silencieux"]["heard"] == "Rien reçu"
    assert told["Lycée silencieux"]["missing"] == told["Lycée silencieux"]["agreements"] == "–"
    assert "2 lycées ont besoin de vous." in await essential(supervisor)


async def test_silence_and_what_is_kept_are_no_zero(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = two_lycees()
    network.tell(published(FactFamily.COVERAGE, (long_ago(), False)), uai=OTHER)
    network.tell(coverage(6, mef=WOOD, name="other"), uai=OTHER, at=at(today()))
    network.tell(coverage(20, name="later"), at=at(today()))
    network.tell(lycee("Lycée silencieux", SILENT), uai=SILENT)
    await folded(work, network.told)

    text = await essential(supervisor)

    told = await lines(supervisor)
    assert told["Lycée Bourdelle"]["missing"] == "0 sur 20 + ? : 1 formation sans chiffres"
    assert told["Lycée Michelet"]["missing"] == "Non publié"
    assert told["Lycée Michelet"]["agreements"] == "Non publié"
    assert told["Lycée Michelet"]["trend"] == "–"
    assert "Lycée silencieux N’a encore rien transmis" in text
    assert "Lycée Michelet Chiffres non publiés par la direction" in text
    assert "Lycée Bourdelle 1 formation sans chiffres, départ dans 10 jours" in text
    # Not a word of what is kept: neither in what moved, nor in the curve.
    assert "6 sur 20" not in text
    assert "Lycée Bourdelle +20 lieux d’accueil" in text
    assert "Lycée Michelet +" not in text
    assert "100 % à J−40" in text


async def test_what_moved_since_yesterday_is_said_by_lycee(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    since = day_before(today())
    network = two_lycees()
    network.tell(period(name="over", starts_on=long_ago()))
    network.tell(coverage(12, name="soon"), at=at(since - timedelta(days=1), 23))
    network.tell(coverage(18, name="over"), at=at(long_ago()))
    network.tell(coverage(14, name="soon"), version=2, at=at(since, 0))
    network.tell(coverage(11, name="soon", concerned=23), version=3, at=at(since, 1))
    network.tell(coverage(19, name="over", concerned=46), version=2, at=at(since, 2))
    network.tell(coverage(7, mef=WOOD, name="other"), uai=OTHER, at=at(long_ago()))
    await folded(work, network.told)

    text = await essential(supervisor)
    assert "Lycée Bourdelle −1 lieu d’accueil, −1 attendu ; 1 saisie tardive" in text
    assert "Lycée Michelet +" not in text

    page = without_tags((await supervisor.get("/departement/mouvements")).text)
    assert "20 → 19 12 → 11 0 8" in page
    assert "Saisie tardive 20 → 42 18 → 19 0 2 → 23" in page
    assert "1 ligne parle d’une PFMP déjà terminée : saisie tardive." in page
    longer = without_tags(
        (await supervisor.get("/departement/mouvements", params={"depuis": str(long_ago())})).text
    )
    assert "Premiers chiffres" in longer
    assert "Lycée Michelet" in longer


async def test_a_quiet_department_says_so(supervisor: httpx2.AsyncClient) -> None:
    text = await essential(supervisor)
    assert "Aucun départ dans les 60 jours" in text
    assert "Aucun chiffre de couverture n’a bougé." in text
    assert "Les lycées paraissent ici" in text
    assert "La courbe se dessine jour après jour" in text
    page = without_tags((await supervisor.get("/departement/mouvements")).text)
    assert "Aucun chiffre de couverture n’a bougé depuis ce jour" in page


async def test_the_curve_says_where_we_are_and_where_we_were_a_year_ago(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    ago = soon() - timedelta(weeks=52)
    network = two_lycees()
    network.tell(period(name="last year", starts_on=ago))
    network.tell(coverage(5, name="last year"), at=at(ago - timedelta(days=30)))
    network.tell(coverage(15, name="last year"), version=2, at=at(ago - timedelta(days=5)))
    network.tell(coverage(20, name="last year"), version=3, at=at(ago + timedelta(days=3)))
    network.tell(coverage(2, name="soon"), at=at(today() - timedelta(days=20)))
    network.tell(coverage(10, name="soon"), version=2, at=at(today()))
    await folded(work, network.told)

    text = await essential(supervisor)

    assert "50 % à J−10, 25 % l’an dernier au même moment" in text
    assert "Mêmes semaines, l’an dernier" in text
    # By table too: J-28 was told of both, the day of the departure of last year alone.
    assert "J−28 10 % 25 %" in text
    assert "J−0 – 75 %" in text
    assert (await lines(supervisor))["Lycée Bourdelle"]["trend"] == "50 %"
    drawn = (await supervisor.get("/departement/fragments/essentiel")).text
    assert 'aria-label="10\u202f% il y a 20\u00a0jours, 50\u202f% aujourd’hui"' in drawn


def test_a_departure_counts_on_the_days_it_has_reached() -> None:
    first = date(2026, 12, 1)
    near, far = date(2026, 12, 11), date(2027, 1, 20)
    steps = [
        Step(near, 60, 20, 4, BOURDELLE),
        Step(near, 15, 0, 6, BOURDELLE),
        Step(far, 55, 20, 20, OTHER),
    ]
    found = shares(steps, first)
    assert (found[60], found[55], found[50]) == (20.0, 60.0, 60.0)
    assert (found[49], found[15], found[10]) == (20.0, 50.0, 50.0)
    assert min(found) == 10
    assert corners(found) == {60: 20.0, 55: 60.0, 49: 20.0, 15: 50.0, 10: 50.0}


@pytest.mark.parametrize(
    ("on", "before"),
    [
        (date(2026, 11, 30), date(2026, 11, 27)),
        (date(2026, 11, 29), date(2026, 11, 27)),
        (date(2026, 12, 1), date(2026, 11, 30)),
    ],
)
def test_on_monday_friday_is_looked_back_to(on: date, before: date) -> None:
    assert day_before(on) == before


async def test_a_period_leaves_the_departures_when_it_is_over(work: UnitsOfWork) -> None:
    network = two_lycees()
    network.tell(period(name="january"))
    network.tell(coverage(10))
    await folded(work, network.told)
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        lycees = await read_coverage(uow, year=YEAR)
    starts = date(2027, 1, 4)

    def left(on: date) -> list[tuple[date, int]]:
        found = departures(lycees, on)
        return [(one.starts_on, one.days_left) for one in found if one.starts_on == starts]

    assert left(starts - timedelta(days=61)) == []
    assert left(starts - timedelta(days=60)) == [(starts, 60)]
    assert left(starts + timedelta(days=25)) == [(starts, 0)]
    assert left(starts + timedelta(days=26)) == []


async def test_the_last_count_of_each_day_in_paris_is_kept(work: UnitsOfWork) -> None:
    network = Network()
    told = [
        network.tell(coverage(3), version=1, at=datetime(2026, 11, 24, 22, 30, tzinfo=UTC)),
        network.tell(coverage(4), version=2, at=datetime(2026, 11, 24, 22, 50, tzinfo=UTC)),
        network.tell(coverage(5), version=3, at=datetime(2026, 11, 24, 23, 10, tzinfo=UTC)),
    ]
    for one in reversed(told):
        await folded(work, [one])
    rows = (await tables(work))["coverage_days"]
    assert [(row[0], str(row[2]), row[8]) for row in rows] == [
        (BOURDELLE, "2026-11-24", 4),
        (BOURDELLE, "2026-11-25", 5),
    ]


async def test_what_the_network_waits_for_stands_in_the_line_of_its_lycee(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network, yesterday = Network(), today() - timedelta(days=1)
    for name, uai in (("Lycée Bourdelle", BOURDELLE), ("Lycée Michelet", OTHER)):
        network.tell(lycee(name, uai), uai=uai)
        network.tell(formation("Bac pro TCB", WOOD), uai=uai, at=at(today()))
    network.tell(due("late", due_on=yesterday), uai=OTHER)
    network.tell(due("new", due_on=soon()), uai=OTHER)
    # What the DSDEN says of a need as a whole waits at no lycée.
    network.tell(due("late", due_on=yesterday), uai=placeholder_uai("82"))
    network.tell(due("asked", NetworkDueKind.SUPPORT), uai=BOURDELLE)
    network.tell(due("decided", NetworkDueKind.DECISION, due_on=yesterday), uai=BOURDELLE)
    network.tell(due("in time", NetworkDueKind.DECISION, due_on=soon()), uai=BOURDELLE)
    await folded(work, network.told)

    told = await lines(supervisor)

    assert list(told) == ["Lycée Michelet", "Lycée Bourdelle"]
    assert told["Lycée Michelet"]["why"] == "2 besoins à prendre, dont 1 en retard"
    assert told["Lycée Bourdelle"]["why"] == "1 décision en retard 1 appui attendu"
    html = (await supervisor.get("/departement/fragments/essentiel")).text
    for href in (
        f"/besoins?lycee_concerne={OTHER}",
        f"/appuis?lycee={BOURDELLE}",
        f"/comites/decisions?lycee={BOURDELLE}",
        "/departement/calendrier",
    ):
        assert f'href="{href}"' in html

    # Taken in charge, said twice and in the wrong order: it waits no more.
    promised = due("late", standing=NetworkDueStanding.PROMISED, due_on=soon())
    network.tell(promised, uai=OTHER, version=3)
    network.tell(promised, uai=OTHER, version=3)
    network.tell(due("late", due_on=yesterday), uai=OTHER, version=2)
    await folded(work, network.told)
    assert (await lines(supervisor))["Lycée Michelet"]["why"] == "1 besoin à prendre"
    network.tell(due("alone", due_on=yesterday), uai=BOURDELLE)
    await folded(work, network.told)
    why = (await lines(supervisor))["Lycée Bourdelle"]["why"]
    assert why.startswith("1 besoin en retard 1 décision en retard")


async def test_a_reason_that_weighs_more_comes_first_whatever_the_others_are(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = two_lycees()
    network.tell(coverage(19, name="soon"), at=at(today()))
    network.tell(coverage(8, name="later"), at=at(today()))
    network.tell(coverage(20, mef=WOOD, name="other"), uai=OTHER, at=at(today()))
    for number in range(3):
        network.tell(due(f"asked {number}", NetworkDueKind.SUPPORT), uai=OTHER)
    await folded(work, network.told)

    told = await lines(supervisor)

    assert list(told) == ["Lycée Bourdelle", "Lycée Michelet"]
    assert told["Lycée Bourdelle"]["why"] == "1 lieu manque à J−10"
    assert told["Lycée Michelet"]["why"] == "3 appuis attendus"
    assert "2 lycées ont besoin de vous." in await essential(supervisor)
