"""The supervisor's home is drawn once for all who may see it, and is never an older one."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta

import httpx2
import pytest
from fastapi import FastAPI

from contracts.event import Event
from contracts.identifiers import RegistryTotalsId, Uai
from contracts.partnerships.actions import ActionHeldV1, ActionPlannedV1
from contracts.partnerships.partnerships import PartnershipStage
from contracts.partnerships.totals import RegistryTotalsStatedV1
from contracts.publication import FactFamily
from services.chassis.base.identity import Role
from services.chassis.live.fragment_cache import DrawnOnce
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.coverage.model.coverage import SILENT_AFTER
from tests.supervision.browsing import browsing, without_tags
from tests.supervision.network import (
    BOURDELLE,
    NOW,
    OTHER,
    SILENT,
    TODAY,
    Network,
    action,
    an_id,
    company,
    confirmation,
    coverage,
    folded,
    formation,
    lycee,
    partnership,
    period,
    published,
)
from tests.support.portal import KnownSessions
from tests.support.statements import statements

HOME = "/departement"
PARTS = ("/departement/fragments/essentiel", "/departement/fragments/resume")


@pytest.fixture(autouse=True)
def _today(app: FastAPI) -> None:
    """Pages are asked on the day the network speaks of."""
    on(app, NOW)


def on(app: FastAPI, instant: datetime) -> None:
    app.state.runtime.work._clock = lambda: instant


async def a_department(work: UnitsOfWork) -> Network:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(lycee("Lycée Michelet", OTHER), uai=OTHER)
    network.tell(formation("Bac pro MELEC"))
    network.tell(period(name="soon", starts_on=TODAY + timedelta(days=20)))
    network.tell(coverage(12, name="soon"))
    network.tell(partnership("a", PartnershipStage.ACTIVE, TODAY + timedelta(days=1)))
    network.tell(action("a", ActionPlannedV1))
    network.tell(company(1))
    network.tell(confirmation())
    await folded(work, network.told)
    return network


async def shown(browser: httpx2.AsyncClient) -> list[str]:
    """What is read on the home and in its two parts, without what the page says of its reader."""
    return [part_of((await browser.get(path)).text) for path in (HOME, *PARTS)]


def part_of(html: str) -> str:
    _, found, part = html.partition('<div id="essentiel"')
    return part.partition("</main>")[0] if found else html


async def as_never_kept(app: FastAPI, browser: httpx2.AsyncClient) -> list[str]:
    """What a process that has just started shows."""
    kept = app.state.runtime.drawn
    app.state.runtime.drawn = DrawnOnce()
    try:
        return await shown(browser)
    finally:
        app.state.runtime.drawn = kept


async def test_nothing_is_read_again_while_nothing_moved(
    work: UnitsOfWork, app: FastAPI, supervisor: httpx2.AsyncClient, sessions: KnownSessions
) -> None:
    await a_department(work)
    first = await shown(supervisor)
    with statements() as run:
        again = await shown(supervisor)
    assert again == first
    assert [one.partition("FROM ")[2].split()[0] for one in run] == ["watermarks"] * 3
    async with browsing(app, sessions.sign_in((Role.SUPERVISOR, None), name="Une autre")) as other:
        with statements() as run:
            assert await shown(other) == first
        assert len(run) == 3


def _registry(active: int) -> RegistryTotalsStatedV1:
    return RegistryTotalsStatedV1(
        totals_id=RegistryTotalsId(an_id("registry")),
        companies=1,
        onboarded=0,
        partnerships_active=active,
        occurred_on=TODAY,
    )


MOVES: dict[str, tuple[Callable[[], Event], Uai, int, str]] = {
    "a lycée": (lambda: lycee("Lycée Olympe", SILENT), SILENT, 1, "3 lycées"),
    "coverage": (lambda: coverage(13, name="soon"), BOURDELLE, 2, "13"),
    "a period": (
        lambda: period(name="next", starts_on=TODAY + timedelta(days=30)),
        BOURDELLE,
        1,
        "dans 30 jours",
    ),
    "what a head keeps": (
        lambda: published(FactFamily.COMPANIES, (TODAY - timedelta(days=1), False)),
        BOURDELLE,
        1,
        "Non publié",
    ),
    "a partnership": (
        lambda: partnership("b", PartnershipStage.ACTIVE),
        BOURDELLE,
        1,
        "2 partenariats actifs",
    ),
    "an action": (
        lambda: action("b", ActionHeldV1, pupils=24, accompanying=2),
        BOURDELLE,
        1,
        "1 action menée",
    ),
    "a company": (lambda: company(2), BOURDELLE, 1, "2 entreprises"),
    "a line of the journal": (
        lambda: company(3, name="SARL Exemple"),
        BOURDELLE,
        1,
        "SARL Exemple",
    ),
    "what a registry counts": (lambda: _registry(7), BOURDELLE, 1, "ceux de son registre"),
}


@pytest.mark.parametrize("what", MOVES)
async def test_each_thing_it_shows_changes_it(
    work: UnitsOfWork, app: FastAPI, supervisor: httpx2.AsyncClient, what: str
) -> None:
    network = await a_department(work)
    before = await shown(supervisor)
    event, uai, version, said = MOVES[what]
    assert said not in without_tags(before[0])
    told = network.tell(event(), uai=uai, version=version)
    await folded(work, [told])
    after = await shown(supervisor)
    assert said in without_tags(after[0])
    assert after == await as_never_kept(app, supervisor)


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (datetime(2026, 11, 25, 0, 0, tzinfo=PARIS), "dans 19 jours"),
        (datetime(2026, 11, 26, 0, 0, tzinfo=PARIS), "dont 0 avec une convention en cours"),
        # The last of its nine facts was told nine seconds after the first hour.
        (
            NOW + timedelta(seconds=9, microseconds=1) + SILENT_AFTER,
            "Silencieux depuis le 24",
        ),
    ],
)
async def test_it_moves_with_the_time_alone(
    work: UnitsOfWork,
    app: FastAPI,
    supervisor: httpx2.AsyncClient,
    instant: datetime,
    said: str,
) -> None:
    await a_department(work)
    on(app, instant - timedelta(microseconds=1))
    assert said not in without_tags((await shown(supervisor))[0])
    on(app, instant)
    after = await shown(supervisor)
    assert said in without_tags(after[0])
    assert after == await as_never_kept(app, supervisor)


@asynccontextmanager
async def somebody(
    app: FastAPI, sessions: KnownSessions, role: Role, name: str
) -> AsyncIterator[httpx2.AsyncClient]:
    uai = None if role in (Role.SUPERVISOR, Role.ACADEMY) else BOURDELLE
    async with browsing(app, sessions.sign_in((role, uai), name=name)) as browser:
        yield browser


async def test_what_is_drawn_for_one_is_neither_shown_to_who_may_not_nor_names_its_reader(
    work: UnitsOfWork, app: FastAPI, sessions: KnownSessions
) -> None:
    await a_department(work)
    async with somebody(app, sessions, Role.SUPERVISOR, "Alix Premier") as first:
        assert "Alix Premier" in (await first.get(HOME)).text
    for role in (Role.HEAD, Role.RBDE, Role.ACADEMY):
        async with somebody(app, sessions, role, "Personne") as other:
            assert [(await other.get(path)).status_code for path in (HOME, *PARTS)] == [404] * 3
    async with somebody(app, sessions, Role.SUPERVISOR, "Sacha Second") as second:
        html = (await second.get(HOME)).text
        parts = [(await second.get(path)).text for path in PARTS]
    assert "Sacha Second" in html
    assert "Alix Premier" not in html
    # Nothing that is of one reader or of one asking: a form is sent once, by who was shown it.
    for part in parts:
        assert "Premier" not in part
        assert not re.search(r"command_id|<form|nonce", part)


async def test_it_is_that_of_the_school_year_that_runs(
    work: UnitsOfWork, app: FastAPI, supervisor: httpx2.AsyncClient
) -> None:
    await a_department(work)
    assert "Actions, 2026-2027" in without_tags((await shown(supervisor))[0])
    on(app, datetime.combine(date(2027, 9, 1), NOW.timetz()))
    assert "Actions, 2027-2028" in without_tags((await shown(supervisor))[0])
