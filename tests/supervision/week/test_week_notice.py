"""The point of the week: stated once each Monday, and what it says of who needs the supervisor."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from contracts.identifiers import Uai
from contracts.notices import AskedNotice, NoticeFacts, NoticeKind, NoticesRequest
from contracts.publication import FactFamily
from contracts.supervision.weeks import DepartmentWeekStatedV1
from services.chassis.base.settings import placeholder_uai
from services.chassis.unit_of_work.scheduled_jobs import TimedWorker, run_due_work
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.answers import notices_of_the_department
from services.supervision.subscribers import timed
from services.supervision.week.model import week_id
from tests.supervision.exactness.test_exactness import totals
from tests.supervision.network import (
    BOURDELLE,
    OTHER,
    SILENT,
    Network,
    coverage,
    folded,
    formation,
    lycee,
    period,
    published,
)
from tests.support.services import Published, ServiceDatabases

DSDEN = placeholder_uai("82")
MONDAY = date(2026, 11, 30)
WEEK = week_id("82", MONDAY)
INGRES = Uai("0820883P")
EVENTS = (
    "SELECT uai, subject, headers ->> 'ce-subject' AS about FROM journal"
    " WHERE subject LIKE '%department_week%' ORDER BY position"
)


def at(day: date, hour: int = 7) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 0, 3, tzinfo=PARIS).astimezone(UTC)


SEVEN = at(MONDAY)


# When it is stated


@dataclass
class Weeks:
    """The timed work of supervision, alone, and the weeks it stated."""

    work: UnitsOfWork
    relay_dsn: str
    published: Published

    async def leads(self, now: datetime) -> None:
        """A process begins to lead: it plans what nobody asks for."""
        assert await TimedWorker(timed, self.work).plan_standing(now)

    async def stated(self, now: datetime) -> list[date]:
        """The weeks that were stated after the work of that moment."""
        await run_due_work(timed, self.work, self.relay_dsn, now)
        return [one.monday for one in await self.published(DepartmentWeekStatedV1)]


@pytest_asyncio.fixture
async def weeks(
    work: UnitsOfWork, service_databases: ServiceDatabases, published: Published
) -> AsyncIterator[Weeks]:
    database = service_databases.open("supervision")
    yield Weeks(work, database.relay_dsn, published)
    await database.close()


async def test_a_week_is_stated_on_monday_at_seven_in_the_name_of_the_dsden(
    weeks: Weeks, service_databases: ServiceDatabases
) -> None:
    for _ in range(2):
        await weeks.leads(at(MONDAY - timedelta(days=3)))

    assert await weeks.stated(SEVEN - timedelta(seconds=4)) == []
    assert await weeks.stated(SEVEN) == [MONDAY]
    assert await weeks.stated(SEVEN + timedelta(days=6)) == [MONDAY]
    following = MONDAY + timedelta(weeks=1)
    assert await weeks.stated(SEVEN + timedelta(weeks=1)) == [MONDAY, following]

    superuser = await service_databases.superuser("supervision")
    [row, _] = await superuser.fetch(EVENTS)
    await superuser.close()
    assert row["uai"] == DSDEN
    assert row["subject"] == f"department.82.{DSDEN}.supervision.department_week_stated.v1"
    assert row["about"] == str(WEEK)


async def test_weeks_of_downtime_make_one_and_the_next_monday_another(weeks: Weeks) -> None:
    await weeks.leads(at(MONDAY - timedelta(days=3)))
    wednesday = at(MONDAY + timedelta(days=51), 15)
    await weeks.leads(wednesday)

    missed = await weeks.stated(wednesday)

    assert missed == [date(2027, 1, 18)]
    assert await weeks.stated(wednesday + timedelta(days=4)) == missed
    assert await weeks.stated(at(date(2027, 1, 25))) == [*missed, date(2027, 1, 25)]


async def test_the_first_monday_after_an_upgrade_makes_one(weeks: Weeks) -> None:
    await weeks.leads(at(MONDAY, 9))

    assert await weeks.stated(at(MONDAY, 10)) == []
    assert await weeks.stated(at(MONDAY + timedelta(days=7))) == [MONDAY + timedelta(days=7)]


# What it says


@dataclass
class Told:
    """What lycées told, and the question whoever writes the mail asks."""

    work: UnitsOfWork
    network: Network = field(default_factory=Network)

    async def say(
        self, *about: UUID, on: datetime = SEVEN, of: Uai = DSDEN
    ) -> tuple[NoticeFacts | None, ...]:
        await folded(self.work, self.network.told)
        kind = NoticeKind.DEPARTMENT_WEEK
        request = NoticesRequest(asked=tuple(AskedNotice(kind=kind, about=one) for one in about))
        scope = Scope(frozenset({of}), department_wide=of == DSDEN)
        async with self.work.begin(scope, uai=of, now=on) as uow:
            return (await notices_of_the_department(request, uow)).facts

    async def says(self, about: UUID = WEEK, *, of: Uai = DSDEN) -> NoticeFacts | None:
        [facts] = await self.say(about, of=of)
        return facts

    async def lines(self, about: UUID = WEEK) -> list[tuple[str, str]]:
        facts = await self.says(about)
        assert facts
        return [(one.label, plain(one.text)) for one in facts.lines]

    def lycee(self, name: str, uai: Uai, heard_at: datetime = SEVEN - timedelta(days=1)) -> None:
        """A lycée, and when something came of it last."""
        self.network.tell(lycee(name, uai), uai=uai, at=heard_at)
        self.network.tell(formation("Électricité"), uai=uai, at=heard_at)

    def leaves(self, uai: Uai, in_days: int, agreed: int, at: datetime | None = None) -> None:
        """Twenty pupils leave then, of whom some have a place."""
        told = at or SEVEN - timedelta(days=1)
        self.network.tell(
            period(name="next", starts_on=MONDAY + timedelta(days=in_days)), uai=uai, at=told
        )
        self.network.tell(coverage(agreed, name="next"), uai=uai, at=told)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def told(work: UnitsOfWork) -> Told:
    return Told(work)


async def test_the_lycee_that_needs_her_first_comes_first_with_why_and_the_page_of_it(
    told: Told,
) -> None:
    told.lycee("Lycée Bourdelle", BOURDELLE)
    told.leaves(BOURDELLE, 20, 15)
    told.lycee("Lycée Michelet", OTHER)
    told.leaves(OTHER, 9, 8)
    told.lycee("Lycée Ingres", INGRES)
    told.leaves(INGRES, 9, 20)

    facts = await told.says()

    assert facts
    assert facts.standing
    assert facts.object == "Semaine du 30\u00a0novembre au 6\u00a0décembre 2026"
    assert [(one.label, plain(one.text)) for one in facts.lines] == [
        (
            "Lycée Michelet",
            "12 lieux d’accueil à trouver avant le 9 décembre (dans 9 jours)",
        ),
        (
            "Lycée Bourdelle",
            "5 lieux d’accueil à trouver avant le 20 décembre (dans 20 jours)",
        ),
    ]
    assert facts.path == f"/departement/lycees/{OTHER}"


async def test_it_says_who_fell_silent_and_since_when_and_who_has_not_begun(told: Told) -> None:
    told.lycee("Lycée Michelet", OTHER, at(date(2026, 11, 12), 12))
    told.network.tell(lycee("Lycée Olympe", SILENT), uai=SILENT)

    assert await told.lines() == [
        ("Lycée Michelet", "Silencieux depuis le 12 novembre"),
        ("N’ont encore rien transmis", "Lycée Olympe"),
    ]


async def test_it_says_who_left_without_a_place_and_where_places_were_lost(told: Told) -> None:
    told.lycee("Lycée Bourdelle", BOURDELLE)
    told.leaves(BOURDELLE, -3, 18)
    told.lycee("Lycée Michelet", OTHER)
    told.leaves(OTHER, 45, 20, SEVEN - timedelta(days=20))
    told.network.tell(coverage(17, name="next"), uai=OTHER, version=2, at=SEVEN - timedelta(days=2))

    assert await told.lines() == [
        ("Lycée Bourdelle", "2 élèves partis sans lieu d’accueil"),
        ("Lycée Michelet", "3 lieux d’accueil confirmés de moins en une semaine"),
    ]


async def test_it_says_whose_figures_are_not_those_it_counts_itself(told: Told) -> None:
    told.lycee("Lycée Bourdelle", BOURDELLE)
    told.network.tell(period(name="january"), at=SEVEN - timedelta(days=1))
    told.network.tell(coverage(20, name="january"), at=SEVEN - timedelta(days=1))
    told.network.tell(totals(19), at=SEVEN - timedelta(hours=5))

    assert await told.lines() == [
        ("Lycée Bourdelle", "Ses chiffres ne sont pas ceux qu’il compte lui-même")
    ]


async def test_what_a_head_keeps_is_not_said(told: Told) -> None:
    told.lycee("Lycée Bourdelle", BOURDELLE)
    told.leaves(BOURDELLE, 9, 8)
    told.network.tell(
        published(FactFamily.COVERAGE, (MONDAY, False)), at=SEVEN - timedelta(minutes=5)
    )

    facts = await told.says()

    assert facts
    assert (facts.standing, facts.lines) == (False, ())


async def test_nothing_leaves_when_nobody_needs_her(told: Told) -> None:
    told.lycee("Lycée Ingres", INGRES)
    told.leaves(INGRES, 9, 20)
    told.network.tell(lycee("Lycée Olympe", SILENT), uai=SILENT)

    facts = await told.says()

    assert facts
    assert not facts.standing
    assert facts.path == f"/departement/semaine?du={MONDAY}"


async def test_of_many_lycees_those_that_need_her_most_are_named(told: Told) -> None:
    for number in range(12):
        uai = Uai.numbered(f"08208{number:02d}")
        told.lycee(f"Lycée {number:02d}", uai)
        told.leaves(uai, 5 + number, 10)
    told.network.tell(lycee("Lycée Olympe", SILENT), uai=SILENT)

    lines = await told.lines()

    assert len(lines) == 8
    assert [label for label, _ in lines] == [
        *(f"Lycée {number:02d}" for number in range(6)),
        "Et aussi",
        "N’ont encore rien transmis",
    ]
    assert lines[6][1] == "6 lycées à voir sur la page du département"


async def test_a_week_that_is_over_is_read_on_its_page_and_an_unknown_one_is_gone(
    told: Told,
) -> None:
    told.lycee("Lycée Michelet", OTHER)
    told.leaves(OTHER, 9, 8)
    before = MONDAY - timedelta(weeks=1)

    over, runs = await told.say(week_id("82", before), WEEK)

    assert over
    assert runs
    assert runs.standing
    assert (over.standing, over.lines) == (False, ())
    assert over.path == f"/departement/semaine?du={before}"
    assert await told.says(week_id("82", MONDAY + timedelta(weeks=1))) is None
    assert await told.says(week_id("82", MONDAY - timedelta(weeks=60))) is None
    assert await told.says(uuid4()) is None


async def test_asked_for_a_lycee_it_tells_nothing(told: Told) -> None:
    told.lycee("Lycée Michelet", OTHER)
    told.leaves(OTHER, 9, 8)

    assert await told.says(of=OTHER) is None
