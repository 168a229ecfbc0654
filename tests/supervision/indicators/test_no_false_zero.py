"""No output shows a zero that no lycée told: not an indicator, in no state but one, nowhere."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pypdf
import pytest
import python_calamine
from fastapi import FastAPI

from contracts.coordination.dues import NetworkDueKind, NetworkDueStanding
from contracts.documents.examples import example
from contracts.event import Event
from contracts.identifiers import SchoolYear, Uai
from contracts.internships.mobility import MobilityAidSuppressedV1, MobilityAidTotalledV1
from contracts.internships.search import RefusalTalliedV1
from contracts.partnerships.commitments import TaxPledgesSuppressedV1, TaxPledgesTotalledV1
from contracts.partnerships.partnerships import PartnershipStage
from contracts.partnerships.totals import RegistryTotalsStatedV1
from contracts.publication import FactFamily
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.base.figures import Figure
from services.supervision.indicators.model import INDICATORS, of_lycees
from services.supervision.indicators.model.indicator import IndicatorLine, line
from services.supervision.indicators.queries.facts import lycee_facts
from tests.supervision.browsing import browsing, without_tags
from tests.supervision.feeds.test_feeds import Outside, outside
from tests.supervision.indicators.test_indicators import BY_CODE, PAGE, today, year
from tests.supervision.made_editions import an_edition
from tests.supervision.network import (
    WHOLE_DEPARTMENT,
    Network,
    confirmation,
    coverage,
    due,
    folded,
    formation,
    lycee,
    partnership,
    period,
    published,
    signal_withdrawn,
)
from tests.supervision.sheets.test_sheets import a_sheet
from tests.supervision.spreadsheets import read_workbook
from tests.support.portal import KnownSessions

__all__ = ["outside"]

NEVER, FEW, KEPT, NONE = (
    Uai("0820001F"),
    Uai("0820002G"),
    Uai("0820003H"),
    Uai("0820004J"),
)
"""What a lycée did: told nothing of its figures, too few, keeps all of them, told there is none."""
NAMES = {NEVER: "Lycée Muet", FEW: "Lycée Petit", KEPT: "Lycée Gardé", NONE: "Lycée Nul"}
WORDS = {"Non publié", "Non publié à ce jour", "Trop peu pour être dit", "Aucune donnée", "–"}
BARE_ZERO = re.compile("0(,0)?( ?[%€])?")
SUPPRESSED = {
    *("aides-mobilite-eleves", "aides-mobilite-montant", "taxe-entreprises", "taxe-montant"),
}
"""The indicators that may be of too few to be told."""


def of_now(event: type[Event], now: datetime, **told: Any) -> Any:
    """An example of an event of this year, in the fields it has."""
    of_year = {"year": now.year, "school_year": SchoolYear.of(now.date())}
    fields = event.model_fields
    changed = {**{name: of for name, of in of_year.items() if name in fields}, **told}
    return example(event).model_copy(update=changed)


def none_of_all(at: datetime) -> Iterator[tuple[Event, datetime]]:
    """Every figure of a lycée told as zero."""
    counts = dict.fromkeys(("company", "school", "pupil", "other"), 0)
    yield of_now(RefusalTalliedV1, at, **counts), at
    yield of_now(MobilityAidTotalledV1, at, pupils=0, amount_euros=0), at
    yield of_now(TaxPledgesTotalledV1, at, companies=0, amount_euros=0), at
    nothing = dict.fromkeys(("companies", "onboarded", "partnerships_active", "actions_held"), 0)
    yield of_now(RegistryTotalsStatedV1, at, **nothing), at
    departure = at.date() - timedelta(days=10)
    before = at - timedelta(days=60)
    yield period(name="gone", starts_on=departure), before
    yield coverage(0, name="gone"), before
    yield signal_withdrawn("noted by mistake"), at
    for kind in (NetworkDueKind.NEED, NetworkDueKind.SUPPORT):
        yield due(kind.value, kind, standing=NetworkDueStanding.OVER, since_on=at.date()), at


def a_department(now: datetime | None = None) -> Network:
    network, now = Network(), now or datetime.now(UTC)
    for uai, name in NAMES.items():
        network.tell(lycee(name, uai), uai=uai, at=now - timedelta(days=90))
        network.tell(formation("Bac pro MELEC"), uai=uai, at=now - timedelta(days=3))
    network.tell(of_now(MobilityAidSuppressedV1, now), uai=FEW, at=now)
    network.tell(of_now(TaxPledgesSuppressedV1, now), uai=FEW, at=now)
    for uai in (KEPT, NONE):
        for event, at in none_of_all(now - timedelta(hours=1)):
            network.tell(event, uai=uai, at=at)
    network.tell(formation("Bac pro TCB"), uai=NONE, at=now)
    for family in FactFamily:
        network.tell(published(family, (now.date(), False)), uai=KEPT, at=now)
    return network


def expected(code: str, uai: Uai) -> set[str]:
    """What may be read of an indicator of a lycée."""
    if BY_CODE[code].department_alone:
        return {"Du département seul"}
    if code == "dernieres-nouvelles" and uai != KEPT:
        return {"0"} if uai in (FEW, NONE) else {"3", "2", "4"}
    if uai == KEPT:
        return {"Non publié"}
    if uai == FEW and code in SUPPRESSED:
        return {"Trop peu pour être dit"}
    if uai == NONE:
        # Of nobody who was placed nothing is a part: no zero either.
        return {"0", "0,0", "0.0", "0 %", "0 €", "100", "100,0", "100.0", "100 %", "–"}
    return {"Non publié à ce jour", "–"}


def judged(where: str, code: str, uai: Uai, shown: str) -> None:
    plain = re.sub("[\u202f\xa0]", " ", shown).strip()
    assert plain in expected(code, uai), f"{where}, {code} of {NAMES[uai]}: {plain!r}"


def judged_rows(where: str, rows: Sequence[Sequence[str]], begins: int) -> int:
    """The rows of a table that has the lycées in columns, under the titles of the indicators."""
    titles = {one.title: one.code for one in INDICATORS}
    head = next(row for row in rows if set(NAMES.values()) <= set(row))
    found = 0
    for row in rows:
        if row and row[0] in titles:
            found += 1
            for uai, name in NAMES.items():
                judged(where, titles[row[0]], uai, row[head.index(name)])
            assert not BARE_ZERO.fullmatch(row[begins]) or titles[row[0]] in WITH_ALL, (where, row)
    return found


WITH_ALL = {one.code for one in INDICATORS if one.denominator} | {"dernieres-nouvelles"}
"""Of these a zero of the department is a part of those counted, said beside it, or of one lycée."""


def csv_rows(answer: httpx2.Response) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def page_rows(html: str) -> list[list[str]]:
    """The cells of each row of a page, the first line of each."""
    found = []
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        found.append([without_tags(f">{cell.partition('<br>')[0]}") for cell in cells])
    return found


async def lines(work: UnitsOfWork) -> dict[str, IndicatorLine]:
    async with work.begin(WHOLE_DEPARTMENT, now=datetime.now(UTC)) as uow:
        facts = await lycee_facts(uow, year())
    return {one.code: line(one, facts) for one in INDICATORS}


async def test_an_indicator_is_zero_only_where_a_lycee_told_that_there_is_none(
    work: UnitsOfWork,
) -> None:
    await folded(work, a_department().told)
    measured = await lines(work)
    # Of no answer there is no delay.
    counts = {one.code for one in of_lycees(INDICATORS) if not one.denominator} - {"delai-appui"}
    for code, one in measured.items():
        zeros = {uai for uai, told in one.by_lycee.items() if told == Figure(0)}
        heard_today = {FEW, NONE} if code == "dernieres-nouvelles" else {NONE}
        assert zeros == (heard_today if code in counts else set()), code
        # One lycée's none is not the department's.
        assert one.total != Figure(0) or BY_CODE[code].together == "most", code


async def test_no_page_and_no_file_shows_a_zero_nobody_told(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await folded(work, a_department().told)
    every = [one.code for one in INDICATORS]
    sheet = (
        await a_sheet(supervisor, indicators=every, headings=[""] * len(every))
    ).answer.url.path
    for path in (PAGE, sheet):
        rows = page_rows((await supervisor.get(path)).text)
        assert judged_rows(path, rows, 1) == len(INDICATORS), path
    for path in (f"{PAGE}.csv", f"{sheet}/fichier.csv"):
        assert judged_rows(path, csv_rows(await supervisor.get(path)), 2) == len(INDICATORS)
    for path in (f"{PAGE}.xlsx", f"{sheet}/fichier.xlsx"):
        content = io.BytesIO((await supervisor.get(path)).content)
        sheets = python_calamine.CalamineWorkbook.from_filelike(content)
        rows = [[_plain(one) for one in row] for row in sheets.get_sheet_by_index(0).to_python()]
        assert judged_rows(path, rows, 2) == len(INDICATORS)


def _plain(value: Any) -> str:
    """A cell as it is read."""
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)


def _grid(cells: Any) -> list[list[str]]:
    """The rows of a sheet, as they are read."""
    found: dict[int, dict[int, str]] = {}
    for address, cell in cells.items():
        column, row = re.split(r"(?=\d)", address, maxsplit=1)
        found.setdefault(int(row), {})[ord(column) - ord("A")] = _plain(cell.value)
    return [[of.get(n, "") for n in range(max(of) + 1)] for _, of in sorted(found.items())]


async def test_no_feed_shows_a_zero_nobody_told(work: UnitsOfWork, outside: Outside) -> None:
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        now = uow.now
    await folded(work, a_department(now).told)
    await an_edition(work, now)
    ends = now.date() + timedelta(days=30)
    inside = await outside.given(inside=True, now=now, expires_on=ends)
    abroad = await outside.given(now=now, expires_on=ends)
    asked = f"?annee={SchoolYear.of(now.date())}"

    assert judged_rows("csv", await inside.rows(f"indicateurs.csv{asked}"), 2) == len(INDICATORS)
    told = (await inside.get(f"indicateurs.json{asked}")).json()["indicators"]
    of_all = (await abroad.get(f"indicateurs.json{asked}")).json()["indicators"]

    for one in told:
        for of in one["lycees"]:
            may = of["uai"] == NONE or one["code"] == "dernieres-nouvelles"
            assert of["value"] != 0 or may, (one["code"], of)
    few = {one["code"] for one in told for of in one["lycees"] if of["state"] == "too-few"}
    assert few == SUPPRESSED
    assert all(one["together"]["value"] != 0 or "denominator" in one["together"] for one in of_all)


async def test_no_report_of_a_month_shows_a_zero_nobody_told(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await folded(work, a_department().told)
    month = f"/departement/rapports/{today():%Y-%m}"
    titles = {one.title: one.code for one in INDICATORS}

    book = read_workbook((await supervisor.get(f"{month}/rapport.xlsx")).content)
    page = page_rows((await supervisor.get(month)).text)
    printed = pypdf.PdfReader(io.BytesIO((await supervisor.get(f"{month}/rapport.pdf")).content))
    paper = " ".join(one.extract_text() for one in printed.pages)

    grid = _grid(book.sheets["Indicateurs"])
    uais = {name: uai for uai, name in NAMES.items()}
    figures = [(row[0], row[1], row[2]) for row in grid if row[0] in titles]
    assert {name for _, name, _ in figures} == {*NAMES.values(), "Département"}
    for title, name, shown in figures:
        if name in uais and not BY_CODE[titles[title]].denominator:
            judged("workbook", titles[title], uais[name], shown)
    assert judged_rows("month", page, 1)
    assert "Trop peu pour être dit" in " ".join(paper.split())


@pytest.mark.parametrize("path", ["/departement/actions", "/departement/partenariats"])
async def test_the_tables_of_actions_and_partnerships_say_what_was_not_told(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient, path: str
) -> None:
    await folded(work, a_department().told)
    rows = {row[0]: row[1:] for row in page_rows((await supervisor.get(path)).text)}
    for uai in (NEVER, FEW, KEPT):
        assert not any(BARE_ZERO.fullmatch(cell) for cell in rows[NAMES[uai]]), rows[NAMES[uai]]
    assert all(re.match("0", cell) for cell in rows[NAMES[NONE]]), rows[NAMES[NONE]]


async def test_the_head_reads_the_same_of_its_lycee(
    work: UnitsOfWork, app: FastAPI, sessions: KnownSessions
) -> None:
    await folded(work, a_department().told)
    async with browsing(app, sessions.sign_in((Role.HEAD, FEW))) as head:
        page = without_tags((await head.get(f"/departement/lycees/{FEW}")).text)
    assert "Taxe d’apprentissage promise Trop peu pour être dit" in page
    assert "Refus d’accueil Non publié à ce jour" in page
    assert "Aides à la mobilité" in page


async def test_a_total_takes_the_place_of_too_few_and_too_few_of_a_total(
    work: UnitsOfWork,
) -> None:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(partnership("a", PartnershipStage.ACTIVE))
    network.tell(confirmation())
    now = datetime.now(UTC)
    network.tell(of_now(TaxPledgesTotalledV1, now, companies=6, amount_euros=900))
    network.tell(of_now(TaxPledgesSuppressedV1, now), version=2)
    network.tell(of_now(MobilityAidSuppressedV1, now))
    network.tell(of_now(MobilityAidTotalledV1, now, pupils=7, amount_euros=70), version=2)
    await folded(work, list(reversed(network.told)))
    measured = await lines(work)
    assert measured["taxe-montant"].total == "Trop peu pour être dit"
    assert measured["aides-mobilite-montant"].total == Figure(70, at_least=True)
