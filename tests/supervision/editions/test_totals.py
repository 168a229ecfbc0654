"""What the academy reads of the department: on the page, in a file, by the API."""

import csv
import io
from collections.abc import AsyncIterator

import httpx2
import pytest
import pytest_asyncio
import python_calamine
from fastapi import FastAPI

from contracts.identifiers import Mef, Uai
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.base.small_numbers import Figures
from services.supervision.coverage.model.coverage import (
    Cell,
    Counts,
    FormationFigures,
    LyceeCoverage,
    formation_figures,
)
from tests.supervision.browsing import browsing, without_tags
from tests.supervision.made_editions import an_edition
from tests.supervision.network import (
    BOURDELLE,
    ELECTRICITY,
    NOW,
    OTHER,
    WOOD,
    Network,
    coverage,
    folded,
    formation,
    lycee,
    period,
)
from tests.support.portal import KnownSessions

TINY = Mef("2473121413")
FIGURES = (
    "/departement/totaux",
    "/departement/totaux.csv",
    "/departement/totaux.xlsx",
    "/api/supervision/totals",
)
YEAR = {"annee": "2026-2027"}


@pytest_asyncio.fixture
async def academy(app: FastAPI, sessions: KnownSessions) -> AsyncIterator[httpx2.AsyncClient]:
    async with browsing(app, sessions.sign_in((Role.ACADEMY, None))) as browser:
        yield browser


async def a_department(work: UnitsOfWork) -> None:
    """Two lycées: 46 electricians of whom 35 have a place, 20 and 19 joiners, 2 others."""
    network = Network()
    for uai, name in ((BOURDELLE, "Lycée Bourdelle"), (OTHER, "Lycée Michelet")):
        network.tell(lycee(name, uai), uai=uai)
        network.tell(period(ELECTRICITY, WOOD, TINY), uai=uai)
        for mef, label in ((ELECTRICITY, "Électricité"), (WOOD, "Bois"), (TINY, "Verrerie")):
            network.tell(formation(label, mef), uai=uai)
    # `coverage` tells one exempted and three who left among the concerned.
    network.tell(coverage(20, concerned=27))
    network.tell(coverage(15, concerned=27), uai=OTHER)
    network.tell(coverage(19, mef=WOOD, concerned=24))
    network.tell(coverage(1, mef=TINY, concerned=6))
    await folded(work, network.told)
    await an_edition(work)


async def test_a_formation_of_two_pupils_is_too_small_to_be_told(
    work: UnitsOfWork, academy: httpx2.AsyncClient
) -> None:
    await a_department(work)

    text = without_tags((await academy.get("/departement/totaux", params=YEAR)).text)

    small = "Effectif trop faible"
    assert f"Verrerie {small} {small} {small}" in text
    assert f"Bois {small} {small} {small}" in text  # one of its twenty has no place
    assert "Électricité 46 35 11" in text
    assert "Formations avec leurs chiffres (1 sur 3) 46 35 11" in text
    assert "Lycée" not in text.partition("(1 sur 3)")[0].partition("Formation ")[2]


async def test_files_and_programs_are_told_what_the_page_tells(
    work: UnitsOfWork, academy: httpx2.AsyncClient
) -> None:
    await a_department(work)

    told = (await academy.get(FIGURES[3], params={"school_year": "2026-2027"})).json()
    file = (await academy.get(FIGURES[1], params=YEAR)).content.decode("utf-8-sig")
    content = (await academy.get(FIGURES[2], params=YEAR)).content
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))

    assert told["together"] == {"expected": 46, "host_agreed": 35, "without": 11}
    by_name = {line.pop("formation"): line for line in told["formations"]}
    assert by_name["Électricité"] == {
        "mef": ELECTRICITY,
        "expected": 46,
        "host_agreed": 35,
        "without": 11,
    }
    assert set(by_name["Verrerie"].values()) == {TINY, None}
    lines = [line for line in csv.reader(io.StringIO(file), delimiter=";") if len(line) == 5]
    small = "Effectif trop faible"
    assert lines[1:] == [
        ["Bois", f'="{WOOD}"', small, small, small],
        ["Électricité", f'="{ELECTRICITY}"', "46", "35", "11"],
        ["Verrerie", f'="{TINY}"', small, small, small],
        ["Formations avec leurs chiffres (1 sur 3)", "", "46", "35", "11"],
    ]
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert 46 in cells
    assert not {1, 2, 19, 20} & set(cells)


@pytest.mark.parametrize("path", FIGURES)
@pytest.mark.parametrize(
    "asked", ["sort=nom", "tri=effectif", "lycee=0820032P", "formation=2473121411", "classe=1MELEC"]
)
async def test_figures_are_cut_and_sorted_in_no_other_way(
    academy: httpx2.AsyncClient, path: str, asked: str
) -> None:
    refused = await academy.get(f"{path}?{asked}")

    assert refused.status_code == 422
    assert "Paramètre refusé" in refused.text
    assert (await academy.get(path)).status_code == 200


async def test_the_same_question_twice_in_one_address_is_refused(
    academy: httpx2.AsyncClient,
) -> None:
    twice = await academy.get("/departement/totaux?annee=2026-2027&annee=2025-2026")

    assert twice.status_code == 422


@pytest.mark.parametrize("path", FIGURES)
async def test_the_totals_are_for_the_academy(
    app: FastAPI, sessions: KnownSessions, path: str
) -> None:
    for role in (Role.RBDE, Role.HEAD, Role.PARTNER):
        async with browsing(app, sessions.sign_in((role, _where(role)))) as browser:
            refused = 403 if path.startswith("/api/") else 404
            assert (await browser.get(path)).status_code == refused


def _where(role: Role) -> Uai | None:
    return None if role.department_wide else BOURDELLE


def of_one_formation(expected: int, agreed: int) -> LyceeCoverage:
    counts = Counts(expected, 0, 0, agreed, 0, 0)
    return LyceeCoverage("u", "Lycée", NOW, (Cell("m", "Bois", None, None, counts, NOW),))


def test_lycees_are_added_up_for_the_academy() -> None:
    found = formation_figures([of_one_formation(4, 2), of_one_formation(16, 8)])

    assert found == {"m": FormationFigures("Bois", Figures(10, 10))}
