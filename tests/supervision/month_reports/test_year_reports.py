"""The report of a school year: beside the year before, month by month, its text, what was sent, its files."""

import io
import re
from collections.abc import AsyncIterator
from datetime import date
from uuid import uuid4

import httpx2
import pypdf
import pytest
import pytest_asyncio
from fastapi import FastAPI

from contracts.coordination.committees import (
    DecisionId,
    DecisionMovedV1,
    DecisionState,
    DecisionTakenV1,
    DecisionWithdrawnV1,
)
from contracts.coordination.objectives import ObjectiveIndicator, ObjectiveSetV1
from contracts.coordination.offer_files import OfferState
from contracts.documents.examples import example
from contracts.identifiers import SchoolYear, Uai
from contracts.partnerships.actions import ActionHeldV1
from contracts.publication import FactFamily
from services.chassis.base.settings import placeholder_uai
from services.supervision.indicators.model.signed_before_departure import SIGNED_BEFORE_DEPARTURE
from services.supervision.past.model import Month, Year, period_of_key
from services.supervision.service import SERVICE
from tests.supervision.browsing import without_tags
from tests.supervision.months import EARLY_DECEMBER, REPORTS, Months, months_of, noon
from tests.supervision.network import BOURDELLE, action, coverage, lycee, offer_file, published
from tests.supervision.spreadsheets import read_workbook
from tests.support.cells import leaked
from tests.support.pages import Visitor
from tests.support.services import ServiceDatabases

YEAR = f"{REPORTS}/2026-2027"
BY_LYCEE = "Lycée par lycée, et l’année précédente"


@pytest_asyncio.fixture
async def months(
    app: FastAPI, service_databases: ServiceDatabases, supervisor: httpx2.AsyncClient
) -> AsyncIterator[Months]:
    async with months_of(app, service_databases, Visitor(supervisor)) as found:
        yield found


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


async def read(months: Months, path: str = YEAR) -> str:
    page = await months.supervisor.get(path)
    assert page.status == 200, page.text
    return plain(page.text)


def rows(html: str, title: str) -> dict[str, list[str]]:
    """The rows of the table under a heading."""
    table = html.partition(f">{title}</h2>")[2].partition("</table>")[0]
    found = {}
    for row in table.split("<tr>")[2:]:
        name, *cells = (
            plain(without_tags(f"<{one}")) for one in row.replace("<th", "<td").split("<td")[1:]
        )
        found[name.partition(">")[2].strip() or name] = [
            one.partition(">")[2].strip() or one for one in cells
        ]
    return found


async def test_it_is_reached_beside_the_months_and_says_it_is_going_on(months: Months) -> None:
    await months.an_autumn()
    listed = await read(months, REPORTS)
    assert "Année 2026-2027" in listed
    assert "En cours" in listed.partition("Par mois")[0]
    shown = await read(months)
    assert "PFMP de l’année" in shown
    assert "PFMP du mois" not in shown
    assert (await months.supervisor.get(f"{REPORTS}/2020-2021")).status == 404
    assert (await months.supervisor.get(f"{REPORTS}/2027-2028")).status == 404
    assert (await months.supervisor.get(f"{REPORTS}/2026-2028")).status == 404


async def test_months_are_told_one_by_one_and_what_was_not_told_is_no_zero(months: Months) -> None:
    await months.an_autumn()
    shown = await read(months)
    told = shown.partition("Mois par mois")[2].partition("Couverture")[0]
    assert "septembre 2026" in told
    assert "décembre 2026" in told
    # Before any lycée told anything there was no news; in November two of these three kinds were told.
    september = told.partition("septembre 2026")[2].partition("octobre 2026")[0]
    assert "Aucune donnée" in september
    assert " 0" not in september
    november = told.partition("novembre 2026")[2].partition("décembre 2026")[0]
    assert "3" in november
    assert "1" in november


async def test_the_year_before_of_which_nothing_is_known_is_no_zero(months: Months) -> None:
    await months.an_autumn()
    html = (await months.supervisor.get(YEAR)).answer.text
    table = html.partition("Indicateurs du département, et l’année précédente</h2>")[2]
    row = plain(without_tags(table.partition(">Actions menées</th>")[2].partition("</tr>")[0]))
    assert "1" in row
    assert "Aucune donnée" in row
    # A year that goes on stands beside the same part of the one before.
    assert re.search(r"Année précédente, au \d\d/12/2025", plain(without_tags(table)))


async def told_a_year_ago(months: Months) -> None:
    """One of three lycées was there the year before, with an action held."""
    months.tell(lycee("Lycée Bourdelle", BOURDELLE), noon(2025, 10, 1))
    held = action("forum", ActionHeldV1, pupils=10, accompanying=1)
    held = held.model_copy(
        update={"planned_on": date(2025, 11, 20), "occurred_on": date(2025, 11, 20)}
    )
    months.tell(held, noon(2025, 11, 20))
    await months.an_autumn()


async def test_each_lycee_stands_beside_its_year_before(months: Months) -> None:
    await told_a_year_ago(months)
    page = await months.supervisor.get(YEAR)
    html = page.answer.text
    found = rows(html, BY_LYCEE)
    before = next(name for name in found if name.startswith("Actions menées, année précédente"))
    assert re.search(r"au \d\d/12/2025$", before)
    # The department, then Bourdelle, Michelet and Olympe.
    assert found["Actions menées"][:2] == ["1", "1"]
    assert found[before][:2] == ["1", "1"]
    assert not {"0", "1"} & set(found[before][2:])
    # Of what nobody told a year ago there is no row: headings are whole.
    assert SIGNED_BEFORE_DEPARTURE.title not in found
    assert f">{SIGNED_BEFORE_DEPARTURE.title}</th>" in html

    kept = (await months.supervisor.send(page.form(f"{YEAR}/envois"))).answer
    assert rows(kept.text, BY_LYCEE) == found
    book = read_workbook((await months.supervisor.get(f"{YEAR}/rapport.xlsx")).answer.content)
    said = {str(one.value) for one in book.sheets["Année"].values()}
    assert {BY_LYCEE, "Lycée Olympe", "Cette année"} <= said
    answer = (await months.supervisor.get(f"{YEAR}/rapport.pdf")).answer
    paper = plain(
        " ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    )
    assert "Lycée par lycée" in paper


async def test_a_figure_of_the_department_alone_is_in_the_first_table_and_no_lycee_s(
    months: Months,
) -> None:
    for number, day in enumerate((date(2025, 11, 20), date(2026, 11, 20))):
        told = offer_file(f"file {number}", OfferState.VALIDATED, on=day)
        months.tell(told, noon(day.year, 11, 20), uai=placeholder_uai("82"))
    await told_a_year_ago(months)
    html = (await months.supervisor.get(YEAR)).answer.text
    department = "Indicateurs du département, et l’année précédente"
    assert rows(html, department)["Dossiers de l’offre validés"][:2] == ["1", "1"]
    assert not [name for name in rows(html, BY_LYCEE) if name.startswith("Dossiers de l’offre")]


async def test_more_lycees_than_a_sheet_is_wide_go_on_and_one_that_tells_nothing_says_so(
    months: Months,
) -> None:
    more = [Uai(one) for one in ("0820001F", "0820002G", "0820003H", "0820004J")]
    for number, uai in enumerate(more):
        months.tell(lycee(f"Lycée Numéro {number}", uai), noon(2025, 10, 1), uai=uai)
    for family in FactFamily:
        months.tell(published(family, (date(2025, 10, 2), False)), noon(2025, 10, 2), uai=more[0])
    await told_a_year_ago(months)
    html = (await months.supervisor.get(YEAR)).answer.text
    # The department, Bourdelle, Michelet, then the one whose head keeps its figures.
    assert rows(html, BY_LYCEE)["Actions menées"][3] == "Non publié"
    answer = (await months.supervisor.get(f"{YEAR}/rapport.pdf")).answer
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    paper = plain(" ".join(" ".join(one.extract_text().split()) for one in pages))
    assert f"{BY_LYCEE} (suite)" in paper
    assert "Lycée Olympe" in paper.partition(f"{BY_LYCEE} (suite)")[2]


async def test_what_was_sent_before_lycees_stood_beside_their_year_is_read_all_the_same(
    months: Months, service_databases: ServiceDatabases
) -> None:
    await told_a_year_ago(months)
    page = await months.supervisor.get(YEAR)
    path = (await months.supervisor.send(page.form(f"{YEAR}/envois"))).answer.url.path
    database = await service_databases.superuser(SERVICE.name)
    await database.execute("UPDATE month_records SET figures = figures - 'lycees_before'")
    html = (await months.supervisor.get(path)).answer.text
    assert BY_LYCEE not in html
    assert "Mois par mois" in html
    for file in ("rapport.xlsx", "rapport.pdf"):
        assert (await months.supervisor.get(f"{path}/{file}")).status == 200


async def test_a_first_year_has_no_table_of_years_before(months: Months) -> None:
    await months.an_autumn()
    assert BY_LYCEE not in (await months.supervisor.get(YEAR)).answer.text


async def decisions(months: Months, path: str = YEAR) -> str:
    shown = without_tags((await months.supervisor.get(path)).answer.text)
    found = re.search(r"Décisions de comités prises\s+(\d+)", plain(shown))
    assert found, shown
    return found[1]


async def test_a_decision_that_was_withdrawn_is_counted_until_it_was_and_once_it_is_put_back(
    months: Months,
) -> None:
    await months.an_autumn()
    dsden = placeholder_uai("82")
    taken = [
        example(DecisionTakenV1).model_copy(
            update={"decision_id": DecisionId(uuid4()), "occurred_on": date(2026, 12, day)}
        )
        for day in (1, 2)
    ]
    for one in taken:
        months.tell(one, noon(2026, 12, one.occurred_on.day), uai=dsden)
    await months.fold()
    months.now = noon(2026, 12, 2)
    assert await decisions(months) == "2"
    page = await months.supervisor.get(YEAR)
    kept = (await months.supervisor.send(page.form(f"{YEAR}/envois"))).answer.url.path

    about = {name: getattr(taken[0], name) for name in ("decision_id", "committee_id", "kind")}
    gone = DecisionWithdrawnV1(**about, occurred_on=date(2026, 12, 3))
    months.tell(gone, noon(2026, 12, 3), uai=dsden, version=2)
    await months.fold()
    months.now = noon(2026, 12, 4)
    assert (await decisions(months), await decisions(months, kept)) == ("1", "2")

    back = DecisionMovedV1(**about, state=DecisionState.OPEN, occurred_on=date(2026, 12, 5))
    months.tell(back, noon(2026, 12, 5), uai=dsden, version=3)
    await months.fold()
    months.now = noon(2026, 12, 6)
    assert await decisions(months) == "2"


async def test_objectives_are_said_reached_or_not(months: Months) -> None:
    await months.an_autumn()
    for uai, target in ((BOURDELLE, 1), (placeholder_uai("82"), 12)):
        aimed = example(ObjectiveSetV1).model_copy(
            update={
                "indicator": ObjectiveIndicator.ACTIONS_HELD,
                "target": target,
                "school_year": SchoolYear("2026-2027"),
            }
        )
        months.tell(aimed, noon(2026, 11, 20), uai=uai)
    await months.fold()
    shown = await read(months)
    objectives = shown.partition("Objectifs de l’année")[2]
    assert "Actions menées, Lycée Bourdelle" in objectives
    assert "Objectif : 1, atteint" in objectives
    assert "Objectif : 12, il manque 11" in objectives


async def test_its_text_is_kept_and_what_was_sent_stays_as_it_was_sent(months: Months) -> None:
    await months.an_autumn()
    edit = f"{YEAR}/texte"
    form = (await months.supervisor.get(edit)).form(edit)
    await months.supervisor.send(form, highlights="Une année de rencontres.")
    sent = await months.supervisor.send((await months.supervisor.get(YEAR)).form(f"{YEAR}/envois"))
    path = sent.answer.url.path
    assert "Une année de rencontres." in sent.text

    form = (await months.supervisor.get(edit)).form(edit)
    await months.supervisor.send(form, highlights="Autre chose.")
    months.tell(coverage(14, name="october"), noon(2026, 12, 1), version=2)
    await months.fold()

    assert "Une année de rencontres." in await read(months, path)
    assert "Mois par mois" in await read(months, path)
    assert "Rapport figé le" in await read(months, REPORTS)
    assert "Autre chose." in await read(months)
    assert "Une année" not in await read(months, f"{REPORTS}/2026-11")


@pytest.mark.parametrize("frozen", [False, True])
async def test_its_files_have_the_same_as_its_page(months: Months, *, frozen: bool) -> None:
    await months.an_autumn()
    path = YEAR
    if frozen:
        page = await months.supervisor.get(YEAR)
        path = (await months.supervisor.send(page.form(f"{YEAR}/envois"))).answer.url.path
    content = (await months.supervisor.get(f"{path}/rapport.xlsx")).answer.content
    assert not leaked(content, "rapport.xlsx")
    book = read_workbook(content)
    assert book.order == ["Synthèse", "Année", "Couverture", "Indicateurs", "Définitions"]
    said = {str(one.value) for one in book.sheets["Année"].values()}
    assert {"Mois par mois", "novembre 2026", "Actions menées", "Aucune donnée"} <= said
    answer = (await months.supervisor.get(f"{path}/rapport.pdf")).answer
    assert "2026-2027" in answer.headers["content-disposition"]
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    paper = plain(" ".join(" ".join(one.extract_text().split()) for one in pages))
    assert "Rapport annuel, année 2026-2027" in paper
    assert "Mois par mois" in paper
    assert "Année précédente" in paper


async def test_once_over_it_is_read_as_it_was_known_then_or_today(months: Months) -> None:
    await months.an_autumn()
    months.now = noon(2027, 10, 1)
    assert "Connu à la fin de l’année" in await read(months)
    assert "connue le 1er octobre 2027" in await read(months, f"{YEAR}?connus=aujourdhui")
    months.now = EARLY_DECEMBER


def test_part_of_a_year_stands_beside_the_same_part_of_the_one_before() -> None:
    year = Year.of(date(2027, 5, 5))
    assert year.a_year_earlier(date(2026, 12, 1)) == date(2025, 12, 1)
    assert year.a_year_earlier(year.last) == year.before.last
    leap = Year.of(date(2028, 2, 1))
    assert leap.a_year_earlier(date(2028, 2, 29)) == date(2027, 2, 28)


def test_a_period_is_a_month_or_a_school_year() -> None:
    assert period_of_key("2026-11") == Month.of(noon(2026, 11, 5).date())
    year = period_of_key("2026-2027")
    assert year == Year.of(noon(2027, 5, 5).date())
    assert year is not None
    assert year.before.key == "2025-2026"
    assert period_of_key("2026-13") is None
