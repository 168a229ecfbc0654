"""Coverage at named moments: what was known then stays, and what is typed late stands apart."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from random import Random

import httpx2
from hypothesis import given
from hypothesis import strategies as st

from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.coverage.model.coverage import Counts
from services.supervision.matrix.model.moments import FormationMoment, history, last_mondays
from tests.supervision.browsing import without_tags
from tests.supervision.network import (
    BOURDELLE,
    ELECTRICITY,
    OTHER,
    WOOD,
    Network,
    an_id,
    coverage,
    folded,
    formation,
    lycee,
    period,
    published,
)

MARCH = date(2026, 3, 2)
END = MARCH + timedelta(days=25)
HISTORY = f"/departement/couverture/{BOURDELLE}/{an_id('march')}"
LAST_YEAR = {"annee": "2025-2026", "terminees": "oui"}


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 10, tzinfo=UTC)


def last_year() -> Network:
    """A PFMP whose places were found little by little, J-30 being 31 January."""
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(formation("Bac pro MELEC"))
    network.tell(formation("Bac pro TCB", WOOD))
    network.tell(period(ELECTRICITY, WOOD, name="march", starts_on=MARCH))
    for version, (day, agreed) in enumerate(
        ((at(1, 10), 4), (at(2, 14), 9), (at(2, 25), 15)), start=1
    ):
        network.tell(coverage(agreed, name="march"), version=version, at=day)
    network.tell(coverage(3, name="march", mef=WOOD), at=at(2, 20))
    return network


async def read(supervisor: httpx2.AsyncClient, address: str = HISTORY) -> str:
    answer = await supervisor.get(address)
    assert answer.status_code == 200
    return without_tags(answer.text)


def frozen(text: str) -> str:
    """The rows of the moments, without what is known today."""
    return text.partition("D’un moment à l’autre")[2].partition("Aujourd’hui")[0]


async def test_a_period_is_read_moment_by_moment(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await folded(work, last_year().told)
    text = await read(supervisor)
    assert "J-30 samedi 31 janvier 2026 20 4 0 0 16" in text
    assert "J-15 dimanche 15 février 2026 20 9 0 0 11" in text
    # Both formations by then.
    assert "J-7 lundi 23 février 2026 40 12 0 0 28" in text
    assert "J0 lundi 2 mars 2026 40 18 0 0 22" in text
    assert "Dernier jour de la PFMP vendredi 27 mars 2026 40 18" in text
    assert "J-7 9 / 20 3 / 20" in text
    assert "lundi 16 février 2026 20 9 0 0 11" in text
    assert "Saisies tardives" not in text


async def test_what_is_told_later_changes_no_moment_and_stands_apart(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = last_year()
    await folded(work, network.told)
    before = frozen(await read(supervisor))
    known = without_tags(
        (
            await supervisor.get("/departement/couverture", params=LAST_YEAR | {"au": "2026-02-23"})
        ).text
    )
    told = len(network.told)
    # A class list imported in May, places of January typed in June: out of order, and twice.
    network.tell(coverage(22, name="march", concerned=30), version=4, at=at(5, 4))
    network.tell(coverage(26, name="march", concerned=30), version=5, at=at(6, 8))
    late = network.told[told:] * 2
    Random(3).shuffle(late)
    for one in late:
        await folded(work, [one])

    text = await read(supervisor)

    assert frozen(text) == before
    assert "Aujourd’hui, saisies tardives comprises" in text
    assert "1 formation a changé après le dernier jour de la PFMP." in text
    assert "Bac pro MELEC Saisie tardive 08/06/2026 20 → 26 15 → 26 5 → 0" in text
    again = without_tags(
        (
            await supervisor.get("/departement/couverture", params=LAST_YEAR | {"au": "2026-02-23"})
        ).text
    )
    assert again.partition("Exporter")[0].split("Fraîcheur")[0] == known.split("Fraîcheur")[0]


async def test_the_coverage_page_leads_to_the_moments(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await folded(work, last_year().told)
    asked = LAST_YEAR | {"lycee": BOURDELLE}
    html = (await supervisor.get("/departement/couverture", params=asked)).text
    assert f'href="{HISTORY}"' in html
    for day in ("2026-01-31", "2026-02-15", "2026-02-23", "2026-03-02"):
        assert f"au={day}" in html
    text = without_tags(html)
    assert "Telle qu’on la connaissait : J-30 : samedi 31 janvier 2026 , J-15" in text
    then = without_tags(
        (await supervisor.get("/departement/couverture", params=asked | {"au": "2026-02-15"})).text
    )
    assert "9 / 20" in then


async def test_the_file_has_each_moment_and_names_late_entries(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = last_year()
    network.tell(coverage(20, name="march"), version=4, at=at(5, 4))
    await folded(work, network.told)
    lines = await _lines(supervisor, LAST_YEAR)
    [melec, wood] = [line for line in lines if line["Lycée"] == "Lycée Bourdelle"]
    names = [f"Lieu confirmé à {one}" for one in ("J-30", "J-15", "J-7", "J0")]
    assert [melec[name] for name in names] == ["4", "9", "9", "15"]
    # Nothing told yet is no zero.
    assert [wood[name] for name in names] == ["", "", "3", "3"]
    assert (melec["Saisie tardive"], wood["Saisie tardive"]) == ("04/05/2026", "")
    # As it was known on an earlier day, later moments were still to come.
    [melec, _] = await _lines(supervisor, LAST_YEAR | {"au": "2026-02-16"})
    assert [melec[name] for name in names] == ["4", "9", "", ""]
    assert melec["Saisie tardive"] == ""


async def _lines(supervisor: httpx2.AsyncClient, asked: dict[str, str]) -> list[dict[str, str]]:
    answer = await supervisor.get("/departement/couverture.csv", params=asked)
    text = answer.content.decode("utf-8-sig")
    table = text[text.index("Lycée;UAI;") :]
    return list(csv.DictReader(io.StringIO(table), delimiter=";"))


async def test_what_a_head_keeps_has_no_moments(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = last_year()
    network.tell(published(FactFamily.COVERAGE, (date(2026, 3, 1), False)))
    await folded(work, network.told)
    text = await read(supervisor)
    assert "La direction du lycée garde ces chiffres" in text
    assert "J-30" not in text
    [melec, _] = await _lines(supervisor, LAST_YEAR)
    assert melec["Lieu confirmé à J-30"] == "Non publié"


async def test_another_lycees_period_is_not_found(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await folded(work, last_year().told)
    wrong = HISTORY.replace(str(BOURDELLE), str(OTHER))
    assert (await supervisor.get(wrong)).status_code == 404


TELLINGS = st.lists(
    st.builds(
        FormationMoment,
        mef=st.sampled_from([str(ELECTRICITY), str(WOOD)]),
        day=st.dates(MARCH - timedelta(days=60), END + timedelta(days=60)),
        counts=st.builds(Counts, *(st.integers(0, 30) for _ in range(6))),
    ),
    unique_by=lambda one: (one.mef, one.day),
    max_size=12,
)


@given(TELLINGS, TELLINGS, st.randoms(use_true_random=False))
def test_no_moment_that_is_over_changes_with_what_comes_after(
    told: list[FormationMoment], more: list[FormationMoment], rng: Random
) -> None:
    today = END + timedelta(days=90)
    until = MARCH - timedelta(days=10)
    later = [one for one in more if one.day > until]
    known = [one for one in told if one.day <= until]
    everything = known + later
    rng.shuffle(everything)

    before = history(known, MARCH, END, today)
    after = history(everything, MARCH, END, today)

    for one, same in zip(before.moments, after.moments, strict=True):
        if one.day <= until:
            assert one == same
    at_the_end = after.moments[-1].counts
    for entry in after.late:
        assert entry.day > END
        assert entry.before == at_the_end.get(entry.mef) != entry.after


def test_mondays_are_those_before_today() -> None:
    assert last_mondays(date(2026, 11, 23), 2) == [date(2026, 11, 16), date(2026, 11, 9)]
    assert last_mondays(date(2026, 11, 24), 1) == [date(2026, 11, 23)]
