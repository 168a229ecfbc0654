"""Coverage by lycée and month: totals that add up, formations on demand, what was known on a day."""

import re
from datetime import UTC, date, datetime
from html import unescape

import httpx2
from hypothesis import given
from hypothesis import strategies as st

from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.domain.coverage import Cell, Counts, LyceeCoverage
from services.supervision.domain.matrix import NOTHING, Cut, matrix
from tests.supervision.browsing import without_tags
from tests.supervision.network import (
    BOURDELLE,
    ELECTRICITY,
    OTHER,
    WOOD,
    Network,
    coverage,
    folded,
    formation,
    lycee,
    period,
    published,
)

PATH = "/departement/couverture"
LAST_YEAR = {"annee": "2025-2026", "terminees": "oui"}
MARCH, MAY = date(2026, 3, 2), date(2026, 5, 4)


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 10, tzinfo=UTC)


async def last_year(work: UnitsOfWork) -> None:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(lycee("Lycée Michelet", OTHER), uai=OTHER)
    network.tell(formation("Bac pro MELEC"))
    network.tell(formation("Bac pro TCB", WOOD))
    network.tell(period(ELECTRICITY, WOOD, name="march", starts_on=MARCH))
    network.tell(period(name="may", starts_on=MAY))
    network.tell(period(name="other", starts_on=MARCH), uai=OTHER)
    network.tell(coverage(4, name="march"), at=at(1, 10))
    network.tell(coverage(15, name="march"), version=2, at=at(2, 20))
    network.tell(coverage(20, name="may"), at=at(4, 2))
    network.tell(coverage(12, name="other"), uai=OTHER, at=at(2, 1))
    await folded(work, network.told)


async def read(supervisor: httpx2.AsyncClient, **asked: str) -> str:
    answer = await supervisor.get(PATH, params=LAST_YEAR | asked)
    assert answer.status_code == 200
    return without_tags(answer.text)


async def test_lycees_and_months_add_up(work: UnitsOfWork, supervisor: httpx2.AsyncClient) -> None:
    await last_year(work)
    text = await read(supervisor)
    bourdelle = "15 / 20 5 manquent 1 formation sans chiffres 20 / 20 35 / 40 5 manquent"
    assert f"Lycée Bourdelle {bourdelle} 1 formation sans chiffres" in text
    assert "Lycée Michelet 12 / 20 8 manquent – aucun départ 12 / 20 8 manquent" in text
    assert "Tous les lycées 27 / 40 13 manquent" in text
    assert (
        "72 élèves concernés = 47 avec un lieu d’accueil + 13 sans + 3 dispensés + 9 partis."
        in text
    )
    assert "dont aucun chiffre n’est reçu : ce n’est pas un zéro." in text


async def test_a_figure_leads_to_its_formations(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await last_year(work)
    html = (await supervisor.get(PATH, params=LAST_YEAR)).text
    link = f"{PATH}?annee=2025-2026&amp;lycee={BOURDELLE}&amp;mois=2026-03&amp;terminees=oui"
    assert link in html
    text = without_tags((await supervisor.get(link.replace("&amp;", "&"))).text)
    assert "Bac pro MELEC du 2 au 27 mars 2026 20 15 0 0 5" in text
    assert "Bac pro TCB du 2 au 27 mars 2026 Aucune donnée reçue" in text
    assert "mai 2026 20" not in text.partition("Formation par formation")[2]
    only = await read(supervisor, formation=WOOD)
    assert "1 formation sans chiffres" in only
    assert "15 / 20" not in only


async def test_the_files_are_the_lines_that_are_shown(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await last_year(work)
    cut = LAST_YEAR | {"lycee": BOURDELLE, "mois": "2026-03", "au": "2026-01-31"}
    page = (await supervisor.get(PATH, params=cut)).text
    [address] = re.findall(r'href="(/departement/couverture\.csv\?[^"]+)"', page)

    text = (await supervisor.get(unescape(address))).content.decode("utf-8-sig")

    above, _, lines = text.partition("Lycée;UAI;")
    for said in ("Lycée Bourdelle", "mars 2026", "Ce que l’on savait le 31/01/2026"):
        assert said in above
    told = [line.split(";") for line in lines.splitlines()[1:] if line]
    assert [(one[0], one[2], one[7]) for one in told] == [
        ("Lycée Bourdelle", "Bac pro MELEC", "4"),
        ("Lycée Bourdelle", "Bac pro TCB", ""),
    ]
    without_over = {"annee": "2025-2026"}
    rest = (await supervisor.get(f"{PATH}.csv", params=without_over)).content.decode("utf-8-sig")
    assert "Sans les PFMP terminées" in rest
    assert "MELEC" not in rest


async def test_lycees_come_by_name_or_by_how_many_places_are_missing(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await last_year(work)
    table = r'<tr id="lycee-(\w+)">'
    by_name = (await supervisor.get(PATH, params=LAST_YEAR)).text
    by_missing = (await supervisor.get(PATH, params=LAST_YEAR | {"tri": "manque"})).text
    assert re.findall(table, by_name) == [BOURDELLE, OTHER]
    assert re.findall(table, by_missing) == [OTHER, BOURDELLE]


async def test_what_was_known_on_a_day_stays_known(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await last_year(work)
    then = await read(supervisor, au="2026-02-05")
    assert "tels qu’ils étaient connus le jeudi 5 février 2026" in then
    assert "Lycée Bourdelle 4 / 20 16 manquent" in then
    assert "Lycée Michelet 12 / 20" in then
    before = await read(supervisor, au="2026-01-09")
    assert "4 / 20" not in before
    assert "Lycée Michelet 1 formation sans chiffres" in before
    # Of days to come nothing is known but what is known now.
    coming = await read(supervisor, au="2999-01-01")
    assert "tels qu’ils étaient connus" not in coming
    assert "15 / 20" in coming


async def test_finished_periods_are_folded_away(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await last_year(work)
    text = await read(supervisor, terminees="")
    assert "Aucune PFMP à montrer" in text
    assert "Avec les PFMP terminées (4 lignes)" in text


async def test_what_a_head_keeps_is_not_a_zero(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await last_year(work)
    network = Network()
    network.tell(published(FactFamily.COVERAGE, (date(2026, 1, 1), False)), uai=OTHER, version=2)
    await folded(work, network.told)
    text = await read(supervisor)
    assert "Lycée Michelet Non publié – aucun départ Non publié" in text
    assert "12 / 20" not in text
    assert "Lycée Michelet Non publié" in await read(supervisor, au="2026-02-05")


async def test_a_month_that_is_none_is_refused(supervisor: httpx2.AsyncClient) -> None:
    for asked in (
        {"mois": "0000-01"},
        {"mois": "2026-13"},
        {"au": "hier"},
        {"lycee": "tous"},
        {"formation": "bois"},
    ):
        assert (await supervisor.get(PATH, params=asked)).status_code == 422, asked


counts = st.tuples(*(st.integers(0, 30) for _ in range(4))).map(
    lambda n: Counts(n[0], n[1], n[2], n[3], 0, 0)
)
cells = st.builds(
    Cell,
    mef=st.sampled_from([ELECTRICITY, WOOD]),
    formation=st.just("Bac pro"),
    starts_on=st.sampled_from([None, MARCH, MAY]),
    ends_on=st.none(),
    counts=st.none() | counts,
    recorded_at=st.none(),
    withheld=st.booleans(),
)


@given(st.lists(st.lists(cells, max_size=5), max_size=4))
def test_totals_are_the_sum_both_ways(several: list[list[Cell]]) -> None:
    lycees = [
        LyceeCoverage(f"0820000{n}", f"Lycée {n}", None, tuple(own))
        for n, own in enumerate(several)
    ]
    found = matrix(lycees, Cut())
    assert sum((line.total for line in found.lines), NOTHING) == found.total
    assert sum(found.totals.values(), NOTHING) == found.total
    told = [one.counts for own in several for one in own if one.counts]
    assert found.total.concerned == sum(max(one.concerned, 0) for one in told)
    assert found.total.expected == sum(one.expected for one in told)
    assert found.total.without == sum(one.without for one in told)
