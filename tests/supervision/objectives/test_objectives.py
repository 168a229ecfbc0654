"""Objectives of the year beside their figures: reached or by how much not, and never of what was not told."""

import httpx2
import pytest
from fastapi import FastAPI

from contracts.coordination.objectives import ObjectiveId, ObjectiveIndicator, ObjectiveSetV1
from contracts.identifiers import SchoolYear, Uai
from contracts.publication import FactFamily
from services.chassis.base.identity import Role
from services.chassis.base.settings import placeholder_uai
from services.supervision.base.figures import Figure, Told, Unit, Untold
from services.supervision.indicators.model import BY_CODE
from services.supervision.indicators.model.indicator import Indicator
from services.supervision.objectives.labels import aimed
from services.supervision.objectives.model import Aim
from tests.supervision.browsing import browsing, without_tags
from tests.supervision.months import Months, noon
from tests.supervision.network import BOURDELLE, OTHER, TODAY, an_id, published
from tests.supervision.own_figures.autumns import two_autumns
from tests.support.portal import KnownSessions

OWN, ALL = "/departement/nos-chiffres", "/departement/indicateurs"
DSDEN = placeholder_uai("82")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("told", "unit", "said"),
    [
        (Figure(36, 40), Unit.PERCENT, "Objectif : 90 %, atteint"),
        (Figure(32, 40), Unit.PERCENT, "Objectif : 90 %, à 10 points"),
        (Figure(357, 400), Unit.PERCENT, "Objectif : 90 %, à 0,8 point"),
        (Figure(87), Unit.COUNT, "Objectif : 90, il manque 3"),
        (Figure(120), Unit.COUNT, "Objectif : 90, atteint"),
        (Untold.WITHHELD, Unit.PERCENT, "Objectif : 90 %"),
        (Untold.SILENT, Unit.COUNT, "Objectif : 90"),
        (Figure(0, 0), Unit.PERCENT, "Objectif : 90 %"),
    ],
)
def test_an_objective_is_read_beside_its_figure(told: Told, unit: Unit, said: str) -> None:
    assert plain(aimed(Aim(90, told, unit))) == said


@pytest.mark.parametrize("indicator", [BY_CODE[one.value] for one in ObjectiveIndicator])
def test_an_objective_is_on_an_indicator_of_a_school_year(indicator: Indicator) -> None:
    assert not indicator.of_today


def sets(
    months: Months,
    target: int | None,
    *,
    uai: Uai = BOURDELLE,
    version: int = 1,
    indicator: ObjectiveIndicator = ObjectiveIndicator.COVERAGE_RATE,
) -> None:
    event = ObjectiveSetV1(
        objective_id=ObjectiveId(an_id(f"objective {uai}")),
        school_year=SchoolYear("2026-2027"),
        indicator=indicator,
        target=target,
        occurred_on=TODAY,
    )
    months.tell(event, noon(2026, 11, 24), uai=uai, version=version)


async def read(browser: httpx2.AsyncClient, path: str) -> str:
    answer = await browser.get(path)
    assert answer.status_code == 200, answer.text
    return plain(without_tags(answer.text))


async def test_a_bureau_reads_its_own_beside_its_figure(
    months: Months, app: FastAPI, sessions: KnownSessions, bureau: httpx2.AsyncClient
) -> None:
    await two_autumns(months)
    sets(months, 85)
    sets(months, 99, uai=OTHER)
    await months.fold()

    assert "Objectif : 85 %, à 5 points" in await read(bureau, OWN)
    assert "99 %" not in await read(bureau, OWN)
    sets(months, 80, version=2)
    await months.fold()
    assert "Objectif : 80 %, atteint" in await read(bureau, OWN)
    sets(months, None, version=3)
    await months.fold()
    assert "Objectif" not in await read(bureau, OWN)
    async with browsing(app, sessions.sign_in((Role.HEAD, OTHER))) as head:
        assert "Objectif : 99 %" in await read(head, OWN)


async def test_what_the_head_keeps_is_not_judged(
    months: Months, bureau: httpx2.AsyncClient
) -> None:
    await two_autumns(months)
    sets(months, 85, indicator=ObjectiveIndicator.ACTIONS_HELD)
    for family in FactFamily:
        months.tell(published(family, (TODAY, False)), noon(2026, 11, 24))
    await months.fold()

    text = await read(bureau, OWN)

    assert "Actions menées Non publié Objectif : 85 " in text
    assert ("Objectif : 85," in text, "manque" in text) == (False, False)


async def test_the_supervisor_reads_all_of_them_on_the_indicators(
    months: Months, supervisor: httpx2.AsyncClient
) -> None:
    await two_autumns(months)
    sets(months, 85)
    sets(months, 70, uai=DSDEN)
    await months.fold()

    text = await read(supervisor, ALL)

    assert "Objectif : 85 %, à 5 points" in text
    assert "Objectif : 70 %, atteint" in text
