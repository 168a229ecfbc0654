"""Outside the DSDEN one edition a week is read: the same whoever asks and when, until the next one."""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
import httpx2
import pytest
import pytest_asyncio
from fastapi import FastAPI

from services.chassis.application.application import build_app
from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.scheduled_jobs import TimedWorker, run_due_work
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.editions.model import next_edition
from services.supervision.editions.store import Editions
from services.supervision.permissions import PERMISSIONS, SEE_TOTALS
from services.supervision.service import SERVICE
from services.supervision.subscribers import timed
from tests.supervision.browsing import browsing, without_tags
from tests.supervision.editions import an_edition
from tests.supervision.network import (
    ELECTRICITY,
    NOW,
    WHOLE_DEPARTMENT,
    WOOD,
    Network,
    company,
    confirmation,
    coverage,
    folded,
    formation,
    lycee,
    period,
)
from tests.supervision.test_feeds import FILES, Outside, Reading, outside
from tests.support.away import nats_away
from tests.support.portal import KnownSessions
from tests.support.routes import routes_of
from tests.support.services import ServiceDatabases

__all__ = ["outside"]

MONDAY = datetime(2026, 11, 30, 6, 0, 3, tzinfo=UTC)
"""At seven in Paris, a little later: work is looked for every second."""
AFTER = MONDAY + timedelta(days=7)
TOTALS = (
    "/departement/totaux",
    "/departement/totaux.csv",
    "/departement/totaux.xlsx",
    "/api/supervision/totals",
)
KINDS = (
    "activite.{activity_format}",
    "couverture.{coverage_format}",
    "indicateurs.{indicators_format}",
)
OF_EACH_ANSWER = {"date", "x-correlation-id", "server-timing"}
Answers = Mapping[str, tuple[int, bytes, Mapping[str, str]]]


@dataclass
class Abroad:
    """An organisation with a feed, and the academy."""

    reading: Reading
    academy: httpx2.AsyncClient
    session: str

    async def everything(self) -> Answers:
        """All that either may open, with its headers."""
        found = {file: await self.reading.get(file) for file in FILES}
        found |= {path: await self.academy.get(path) for path in TOTALS}
        return {
            name: (
                answer.status_code,
                answer.content,
                {k: v for k, v in answer.headers.items() if k not in OF_EACH_ANSWER},
            )
            for name, answer in found.items()
        }

    async def table(self) -> dict[str, Any]:
        """By formation, what is told of its pupils."""
        told = (await self.reading.get("couverture.json")).json()
        rows = {one.pop("formation"): one for one in told["formations"]}
        return {name: (one["host_agreed"], one["without"]) for name, one in rows.items()}


@pytest_asyncio.fixture
async def abroad(
    work: UnitsOfWork, outside: Outside, app: FastAPI, sessions: KnownSessions
) -> AsyncIterator[Abroad]:
    at(work, NOW)
    session = sessions.sign_in((Role.ACADEMY, None))
    async with browsing(app, session) as academy:
        yield Abroad(await outside.given(), academy, session)


def at(work: UnitsOfWork, now: datetime) -> None:
    """From now on it is that time."""
    work._clock = lambda: now


@dataclass
class Told:
    """A network that goes on telling."""

    network: Network
    work: UnitsOfWork
    version: int = 1

    async def covered(self, agreed: int, *, of: int = 24, mef: Any = ELECTRICITY) -> None:
        """So many of the pupils of a formation have a place."""
        already = len(self.network.told)
        # `coverage` tells one exempted and three who left among the concerned.
        self.network.tell(coverage(agreed, mef=mef, concerned=of + 4), version=self.version)
        self.version += 1
        await folded(self.work, self.network.told[already:])

    async def confirmed(self) -> None:
        """A pupil has a place, and a company a first trainee."""
        already = len(self.network.told)
        self.network.tell(confirmation(7, new_host=True), at=NOW + timedelta(hours=3))
        self.network.tell(company(9, name="SARL Nouvelle"), at=NOW + timedelta(hours=3))
        await folded(self.work, self.network.told[already:])


async def a_network(work: UnitsOfWork) -> Told:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(formation("Électricité"))
    network.tell(formation("Bois", WOOD))
    network.tell(period(ELECTRICITY, WOOD))
    await folded(work, network.told)
    told = Told(network, work)
    await told.covered(12)
    await told.covered(10, of=20, mef=WOOD)
    return told


async def test_whoever_asks_again_and_again_is_told_the_same_bytes_until_the_next_edition(
    work: UnitsOfWork, outside: Outside, abroad: Abroad
) -> None:
    network = await a_network(work)
    await an_edition(work, NOW)
    before = await abroad.everything()
    assert {status for status, _, _ in before.values()} == {200}

    at(work, NOW + timedelta(hours=4))
    await network.confirmed()
    await network.covered(18)
    await outside.moved(at=NOW + timedelta(hours=4))
    assert await abroad.everything() == before

    at(work, MONDAY - timedelta(minutes=1))
    assert await abroad.everything() == before

    await an_edition(work, MONDAY)
    at(work, MONDAY)
    after = await abroad.everything()
    assert not [name for name in after if after[name][1] == before[name][1]]
    assert [v[2]["etag"] != before[k][2]["etag"] for k, v in after.items() if k in FILES] == (
        [True] * len(FILES)
    )
    assert await abroad.table() == {"Électricité": (18, 6), "Bois": (10, 10)}


async def test_two_readers_are_told_the_same(work: UnitsOfWork, outside: Outside) -> None:
    await a_network(work)
    await an_edition(work)
    one, another = await outside.given(), await outside.given()
    for file in FILES:
        own = str(one.reader_id), one.secret
        theirs = (await another.get(file)).content.decode("latin-1")
        for mine, its in zip(own, (str(another.reader_id), another.secret), strict=True):
            theirs = theirs.replace(its, mine)
        assert (await one.get(file)).content.decode("latin-1") == theirs, file


async def test_a_restart_changes_nothing(
    work: UnitsOfWork,
    outside: Outside,
    abroad: Abroad,
    sessions: KnownSessions,
    settings: Settings,
    service_databases: ServiceDatabases,
) -> None:
    network = await a_network(work)
    await an_edition(work)
    before = await abroad.everything()
    await network.confirmed()

    database = service_databases.kept(SERVICE.name, settings)
    with nats_away(settings) as away:
        app = build_app(SERVICE, away, portal=sessions.app, database=database)
        async with app.router.lifespan_context(app):
            app.state.runtime.work = work
            async with (
                browsing(app, None) as browser,
                browsing(app, abroad.session) as academy,
            ):
                reading = replace(abroad.reading, browser=browser)
                assert (
                    await replace(abroad, reading=reading, academy=academy).everything() == before
                )


async def test_the_dsden_reads_what_is_known_now(work: UnitsOfWork, outside: Outside) -> None:
    network = await a_network(work)
    await an_edition(work)
    inside = await outside.given(inside=True)
    before = await inside.text("couverture.csv")

    await network.covered(13)

    assert await inside.text("couverture.csv") != before


async def test_before_the_first_edition_it_is_said_that_none_exists_and_when_it_comes(
    work: UnitsOfWork, abroad: Abroad
) -> None:
    await a_network(work)
    when = "La première paraît le lundi 30 novembre 2026 à 7 h."

    page = without_tags((await abroad.academy.get(TOTALS[0])).text)
    told = (await abroad.academy.get(TOTALS[3])).json()
    feed = (await abroad.reading.get("couverture.json")).json()
    indicators = (await abroad.reading.get("indicateurs.json")).json()
    atom = feedparser.parse(await abroad.reading.text("activite.atom"))

    for said in (page, feed["about"], indicators["about"], atom.feed.subtitle):
        assert f"Aucune édition pour le moment. {when}" in said.replace("\u00a0", " ")
    for file in ("activite.csv", "couverture.csv", "indicateurs.csv"):
        assert when in (await abroad.reading.text(file)).replace("\u00a0", " ")
    assert "Électricité" not in page
    assert (told["edition"], told["formations"], told["lycees"]) == (None, [], None)
    assert told["together"] == {"expected": None, "host_agreed": None, "without": None}
    assert (feed["edition"], feed["lycees"], feed["formations_counted"]) == (None, None, None)
    assert feed["next_edition"] == "2026-11-30T07:00:00+01:00"
    assert feed["total"] == {"expected": None, "host_agreed": None, "without": None}
    assert (indicators["indicators"], atom.entries) == ([], [])


async def test_an_edition_says_its_day_and_no_hour_of_what_happened(
    work: UnitsOfWork, abroad: Abroad
) -> None:
    network = await a_network(work)
    await network.confirmed()
    await an_edition(work, MONDAY)
    at(work, MONDAY + timedelta(days=1))

    hours: set[str] = set()
    for file in FILES:
        answer = await abroad.reading.get(file)
        assert parsedate_to_datetime(answer.headers["last-modified"]) == MONDAY.replace(second=0)
        if not file.endswith(".xlsx"):
            text = answer.content.decode("utf-8-sig").replace("\u00a0", " ")
            assert "dition du lundi 30 novembre 2026" in text, file
            assert "La suivante paraît le lundi 7 décembre 2026 à 7 h." in text
            hours |= {*re.findall(r"\d\d:\d\d:\d\d|\d\d? h \d\d", text)}
    rows = await abroad.reading.rows("activite.csv")
    page = without_tags((await abroad.academy.get(TOTALS[0])).text)
    told = (await abroad.academy.get(TOTALS[3])).json()

    assert hours == {"00:00:00", "07:00:00"}
    assert ["24/11/2026", "", "Lycée Bourdelle"] in [row[:3] for row in rows]
    assert "Édition du lundi 30 novembre 2026. La suivante paraît le lundi 7 décembre" in page
    assert (told["edition"], told["next_edition"][:19]) == ("2026-11-30", "2026-12-07T07:00:00")


async def test_no_id_tells_when_a_line_was_recorded(work: UnitsOfWork, outside: Outside) -> None:
    """The ids of events hold the millisecond; those of lines stay from one edition to the next."""
    network = await a_network(work)
    await an_edition(work)
    reading, inside = await outside.given(), await outside.given(inside=True)
    ids = [one["id"] for one in (await reading.get("activite.json")).json()["items"]]
    theirs = {one["id"] for one in (await inside.get("activite.json")).json()["items"]}
    await network.confirmed()
    await an_edition(work, MONDAY)
    later = [one["id"] for one in (await reading.get("activite.json")).json()["items"]]

    assert ids
    assert not theirs & {*ids}
    assert {one.rpartition("/")[2][14] for one in ids} == {"5"}  # made of a name, not of a time
    assert later[-len(ids) :] == ids


async def test_a_figure_stays_until_five_pupils_moved(work: UnitsOfWork, abroad: Abroad) -> None:
    network = await a_network(work)
    await an_edition(work)
    seen = []
    for week, agreed in enumerate((13, 16, 17, 19, 24), start=1):
        await network.covered(agreed)
        await an_edition(work, NOW + timedelta(days=7 * week))
        seen.append((await abroad.table())["Électricité"])

    assert seen == [(12, 12), (12, 12), (17, 7), (17, 7), (24, 0)]


async def test_a_formation_that_became_small_is_told_again_with_what_was_told_last(
    work: UnitsOfWork, abroad: Abroad
) -> None:
    network = await a_network(work)
    await network.covered(24)
    await an_edition(work)
    seen = []
    for week, agreed in enumerate((22, 24, 19), start=1):
        await network.covered(agreed)
        await an_edition(work, NOW + timedelta(days=7 * week))
        seen.append((await abroad.table())["Électricité"])
    total = (await abroad.reading.get("couverture.json")).json()["total"]

    assert seen == [(None, None), (24, 0), (19, 5)]
    assert total == {"expected": 44, "host_agreed": 29, "without": 15}


async def test_the_edition_is_made_on_monday_at_seven_and_one_that_was_missed_is_made_up(
    work: UnitsOfWork, service_databases: ServiceDatabases
) -> None:
    await a_network(work)
    database = service_databases.open("supervision")
    for _ in range(2):  # each time a process leads
        assert await TimedWorker(timed, work).plan_standing(NOW)

    async def until(now: datetime) -> date | None:
        """What is told after the work of that moment."""
        await run_due_work(timed, work, database.relay_dsn, now)
        async with work.begin(WHOLE_DEPARTMENT) as uow:
            newest = await Editions(uow).newest()
        if newest is None:
            return None
        [rows] = [year.formations for year in newest.content.years.values()]
        assert [(row.agreed, row.told) for row in rows] == [(12, True), (10, True)]
        return newest.day

    assert await until(MONDAY - timedelta(seconds=4)) is None
    assert await until(MONDAY) == date(2026, 11, 30)
    assert await until(AFTER - timedelta(hours=1)) == date(2026, 11, 30)
    # Everything was down until Wednesday.
    assert await until(AFTER + timedelta(days=2)) == date(2026, 12, 9)
    assert await until(AFTER + timedelta(days=4)) == date(2026, 12, 9)
    assert await until(AFTER + timedelta(days=7)) == date(2026, 12, 14)
    await database.close()


@pytest.mark.parametrize(
    ("after", "due"),
    [
        ("2026-11-24T10:00", "2026-11-30T07:00"),
        ("2026-11-30T06:59", "2026-11-30T07:00"),
        ("2026-11-30T07:00", "2026-12-07T07:00"),
        ("2027-03-27T12:00", "2027-03-29T07:00"),  # after the change of time
        ("2026-10-24T12:00", "2026-10-26T07:00"),
    ],
)
def test_an_edition_is_due_on_mondays_at_seven_in_paris(after: str, due: str) -> None:
    begins, expected = (datetime.fromisoformat(one).replace(tzinfo=PARIS) for one in (after, due))

    assert next_edition(begins) == expected
    assert next_edition(begins.astimezone(UTC)) == expected


def test_nothing_else_opens_to_who_reads_outside() -> None:
    """Whatever else is to be read by the academy, or without an account, is read from editions too."""
    theirs = {
        route.path
        for route in routes_of(SERVICE)
        if route.declared.action == PUBLIC
        or PERMISSIONS.roles(route.declared.action) == {Role.ACADEMY}
    }
    of_every_service = {path for path in theirs if path.startswith("/api/supervision/health")}

    assert theirs - of_every_service == {
        *TOTALS,
        "/api/supervision/openapi.json",
        *(f"/flux/{{reader_id}}/{file}" for file in KINDS),
        *(f"/flux/{{reader_id}}/{{reader_secret}}/{file}" for file in KINDS),
    }
    assert not [
        action
        for action in PERMISSIONS.actions
        if Role.ACADEMY in PERMISSIONS.roles(action) and action != SEE_TOTALS
    ]
