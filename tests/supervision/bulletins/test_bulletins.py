"""The journal of a week and the figures of a month: stated once each, lycée by lycée, and what they say."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
import pytest_asyncio

from contracts.coordination.news import NewsPublishedV1
from contracts.documents.examples import example
from contracts.identifiers import Uai
from contracts.notices import AskedNotice, NoticeFacts, NoticeKind, NoticesRequest
from contracts.publication import FactFamily
from contracts.supervision.bulletins import BulletinKind, BulletinStatedV1
from services.chassis.base.settings import placeholder_uai
from services.chassis.unit_of_work.scheduled_jobs import TimedWorker, run_due_work
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.answers import notices_of_the_department
from services.supervision.base.figures import Figure, Told, Unit, Untold
from services.supervision.bulletins.model import (
    bulletin_id,
    moved_most,
    next_figures,
    next_journal,
)
from services.supervision.report_figures.model.month_report import Headline
from services.supervision.subscribers import timed
from tests.supervision.network import (
    BOURDELLE,
    OTHER,
    Network,
    confirmation,
    coverage,
    exchange,
    folded,
    formation,
    lycee,
    period,
    published,
)
from tests.support.services import Published, ServiceDatabases

DSDEN = placeholder_uai("82")
MONDAY = date(2026, 11, 23)
JOURNALS = {BulletinKind.NETWORK_JOURNAL, BulletinKind.DEPARTMENT_JOURNAL}
EVENTS = "SELECT uai, subject FROM journal WHERE subject LIKE '%bulletin%' ORDER BY uai"


def paris(at: str) -> datetime:
    return datetime.fromisoformat(at).replace(tzinfo=PARIS)


FRIDAY = paris("2026-11-27 16:00:03")
FIRST = paris("2026-12-01 07:00:03")


# When they are stated


@pytest.mark.parametrize(
    ("after", "due"),
    [
        ("2026-11-23 09:00", "2026-11-27 16:00"),
        ("2026-11-27 16:00", "2026-12-04 16:00"),
        ("2026-11-28 12:00", "2026-12-04 16:00"),
        # Friday the first of January, Friday the first of May
        ("2026-12-28 09:00", "2026-12-31 16:00"),
        ("2027-01-01 09:00", "2027-01-08 16:00"),
        ("2026-04-27 09:00", "2026-04-30 16:00"),
        # over the night the clocks change
        ("2027-03-27 09:00", "2027-04-02 16:00"),
    ],
)
def test_the_journal_is_for_four_on_the_last_working_day_of_the_week(after: str, due: str) -> None:
    assert next_journal(paris(after)) == paris(due)


@pytest.mark.parametrize(
    ("after", "due"),
    [
        ("2026-11-23 09:00", "2026-12-01 07:00"),
        ("2026-12-01 07:00", "2027-01-04 07:00"),
        ("2027-04-30 09:00", "2027-05-03 07:00"),
        ("2026-12-01 06:59", "2026-12-01 07:00"),
    ],
)
def test_figures_are_for_seven_on_the_first_working_day_of_the_month(after: str, due: str) -> None:
    assert next_figures(paris(after)) == paris(due)


@dataclass
class Bulletins:
    """The timed work of supervision, alone, what lycées told it, and what it states and says."""

    work: UnitsOfWork
    relay_dsn: str
    published: Published
    network: Network = field(default_factory=Network)

    async def leads(self, now: datetime) -> None:
        """A process begins to lead: it plans what nobody asks for."""
        assert await TimedWorker(timed, self.work).plan_standing(now)

    async def stated(self, now: datetime, kinds: set[BulletinKind]) -> list[tuple[str, date]]:
        """Those of some kinds that were stated after the work of that moment."""
        while await run_due_work(timed, self.work, self.relay_dsn, now):
            pass
        told = [one for one in await self.published(BulletinStatedV1) if one.kind in kinds]
        return sorted((one.kind.value, one.first_day) for one in told)

    async def two_lycees(self) -> None:
        for uai, name in ((BOURDELLE, "Lycée Bourdelle"), (OTHER, "Lycée Michelet")):
            at = paris("2026-09-01 12:00").astimezone(UTC)
            self.network.tell(lycee(name, uai), uai=uai, at=at)
            self.network.tell(formation("Électricité"), uai=uai, at=at)
        await self.fold()

    async def fold(self) -> None:
        await folded(self.work, self.network.told)

    async def says(
        self, kind: NoticeKind, first_day: date, *, of: Uai = DSDEN, on: datetime = FRIDAY
    ) -> NoticeFacts | None:
        about = bulletin_id("82", BulletinKind(kind.value), first_day)
        request = NoticesRequest(asked=(AskedNotice(kind=kind, about=about),))
        scope = Scope(frozenset({of}), department_wide=of == DSDEN)
        async with self.work.begin(scope, uai=of, now=on) as uow:
            [facts] = (await notices_of_the_department(request, uow)).facts
        return facts

    async def lines(
        self, kind: NoticeKind, first_day: date, *, of: Uai = DSDEN, on: datetime = FRIDAY
    ) -> dict[str, str]:
        facts = await self.says(kind, first_day, of=of, on=on)
        assert facts
        return {one.label: plain(one.text) for one in facts.lines}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest_asyncio.fixture
async def bulletins(
    work: UnitsOfWork, service_databases: ServiceDatabases, published: Published
) -> AsyncIterator[Bulletins]:
    database = service_databases.open("supervision")
    yield Bulletins(work, database.relay_dsn, published)
    await database.close()


async def test_a_journal_is_stated_once_for_the_dsden_and_each_lycee_in_its_own_name(
    bulletins: Bulletins, service_databases: ServiceDatabases
) -> None:
    await bulletins.two_lycees()
    await bulletins.leads(paris("2026-11-23 09:00"))
    week = [("department_journal", MONDAY), *[("network_journal", MONDAY)] * 2]

    assert await bulletins.stated(FRIDAY - timedelta(seconds=4), JOURNALS) == []
    assert await bulletins.stated(FRIDAY, JOURNALS) == week
    await bulletins.leads(FRIDAY)
    assert await bulletins.stated(FRIDAY + timedelta(hours=60), JOURNALS) == week

    superuser = await service_databases.superuser("supervision")
    rows = await superuser.fetch(EVENTS)
    await superuser.close()
    assert {row["uai"] for row in rows} == {DSDEN, BOURDELLE, OTHER}
    for row in rows:
        assert row["subject"] == f"department.82.{row['uai']}.supervision.bulletin_stated.v1"


async def test_weeks_of_downtime_make_one_journal(bulletins: Bulletins) -> None:
    await bulletins.leads(paris("2026-11-23 09:00"))
    back = paris("2026-12-16 10:00")
    await bulletins.leads(back)

    kinds = {BulletinKind.DEPARTMENT_JOURNAL}
    last = [("department_journal", date(2026, 12, 7))]
    assert await bulletins.stated(back, kinds) == last
    assert await bulletins.stated(paris("2026-12-18 16:01"), kinds) == [
        *last,
        ("department_journal", date(2026, 12, 14)),
    ]


async def test_figures_of_a_month_are_stated_once(bulletins: Bulletins) -> None:
    await bulletins.two_lycees()
    await bulletins.leads(paris("2026-11-23 09:00"))
    kinds = set(BulletinKind) - JOURNALS
    first = date(2026, 12, 1)
    month = [("department_figures", first), *[("monthly_figures", first)] * 2]

    assert await bulletins.stated(FIRST - timedelta(seconds=4), kinds) == []
    assert await bulletins.stated(FIRST, kinds) == month
    assert await bulletins.stated(FIRST + timedelta(days=20), kinds) == month


# What a journal says


async def a_week(bulletins: Bulletins) -> None:
    await bulletins.two_lycees()
    at = paris("2026-11-25 12:00").astimezone(UTC)
    tell = bulletins.network.tell
    tell(exchange("own", on=at.date()), uai=BOURDELLE, at=at)
    tell(exchange("another", on=at.date()), uai=OTHER, at=at)
    tell(confirmation(1), uai=OTHER, at=at)
    tell(example(NewsPublishedV1), uai=OTHER, at=at)
    await bulletins.fold()


async def test_a_journal_counts_what_the_week_had_and_bureaux_read_of_no_place_of_a_pupil(
    bulletins: Bulletins,
) -> None:
    await a_week(bulletins)

    whole = await bulletins.lines(NoticeKind.DEPARTMENT_JOURNAL, MONDAY)
    shared = await bulletins.lines(NoticeKind.NETWORK_JOURNAL, MONDAY)

    assert whole["Lieux d’accueil confirmés"] == "1, dans 1 lycée"
    assert shared["Échanges avec des entreprises"] == "2, dans 2 lycées"
    assert shared["Actualités publiées"] == "1"
    assert "Lieux d’accueil confirmés" not in shared
    assert whole == {**shared, "Lieux d’accueil confirmés": "1, dans 1 lycée"}
    facts = await bulletins.says(NoticeKind.NETWORK_JOURNAL, MONDAY)
    assert facts
    assert facts.path == "/departement/journal-du-reseau"
    assert facts.object == "Semaine du 23 au 29\u00a0novembre 2026"


async def test_what_a_head_keeps_is_in_no_journal(bulletins: Bulletins) -> None:
    await a_week(bulletins)
    bulletins.network.tell(published(FactFamily.EXCHANGES, (MONDAY, False)), uai=OTHER)
    await bulletins.fold()

    shared = await bulletins.lines(NoticeKind.NETWORK_JOURNAL, MONDAY)

    assert shared["Échanges avec des entreprises"] == "1, dans 1 lycée"


async def test_a_week_without_anything_is_told_to_nobody(bulletins: Bulletins) -> None:
    await a_week(bulletins)

    facts = await bulletins.says(NoticeKind.NETWORK_JOURNAL, MONDAY - timedelta(weeks=2))

    assert facts
    assert (facts.standing, facts.lines) == (False, ())
    unknown = await bulletins.says(NoticeKind.NETWORK_JOURNAL, MONDAY + timedelta(weeks=2))
    assert unknown is None


async def test_asked_of_a_lycee_no_journal_is_told(bulletins: Bulletins) -> None:
    await a_week(bulletins)

    for kind in (NoticeKind.NETWORK_JOURNAL, NoticeKind.DEPARTMENT_JOURNAL):
        assert await bulletins.says(kind, MONDAY, of=BOURDELLE) is None


# What figures say


async def an_autumn(bulletins: Bulletins) -> None:
    """70 % of the pupils of Bourdelle had a place a month ago, 80 % have today."""
    await bulletins.two_lycees()
    opened = paris("2026-09-02 12:00").astimezone(UTC)
    for name, starts_on in (("october", date(2026, 10, 5)), ("november", date(2026, 11, 2))):
        bulletins.network.tell(period(name=name, starts_on=starts_on), at=opened)
    told = {"october": (14, "2026-10-20 12:00"), "november": (18, "2026-11-16 12:00")}
    for name, (agreed, at) in told.items():
        bulletins.network.tell(coverage(agreed, name=name), at=paris(at).astimezone(UTC))
    await bulletins.fold()


async def test_a_bureau_reads_the_figures_of_its_lycee_that_moved_beside_a_month_ago(
    bulletins: Bulletins,
) -> None:
    await an_autumn(bulletins)
    first = date(2026, 12, 1)

    facts = await bulletins.says(NoticeKind.MONTHLY_FIGURES, first, of=BOURDELLE, on=FIRST)
    lines = await bulletins.lines(NoticeKind.MONTHLY_FIGURES, first, of=BOURDELLE, on=FIRST)

    assert facts
    assert facts.path == f"/departement/nos-chiffres/{BOURDELLE}"
    rate = lines["Taux de couverture des PFMP commencées"]
    assert rate == "80 %, +10 points ; il y a un mois : 70 %"
    assert 1 <= len(lines) <= 5
    assert not any("Non" in text or "Aucun" in text for text in lines.values())


async def test_a_lycee_of_which_nothing_moved_is_told_nothing(bulletins: Bulletins) -> None:
    await an_autumn(bulletins)
    first = date(2026, 12, 1)

    facts = await bulletins.says(NoticeKind.MONTHLY_FIGURES, first, of=OTHER, on=FIRST)

    assert facts
    assert (facts.standing, facts.lines) == (False, ())
    assert await bulletins.says(NoticeKind.MONTHLY_FIGURES, first, on=FIRST) is None


async def test_the_supervisor_reads_the_month_that_ended_beside_the_one_before(
    bulletins: Bulletins,
) -> None:
    await an_autumn(bulletins)
    first = date(2026, 12, 1)

    facts = await bulletins.says(NoticeKind.DEPARTMENT_FIGURES, first, on=FIRST)
    lines = await bulletins.lines(NoticeKind.DEPARTMENT_FIGURES, first, on=FIRST)

    assert facts
    assert facts.object == "Chiffres du mois\u00a0: novembre 2026"
    assert facts.path == "/departement/rapports/2026-11"
    assert "le mois d’avant : 70 %" in lines["Élèves qui ont un lieu d’accueil, PFMP du mois"]
    own = await bulletins.says(NoticeKind.DEPARTMENT_FIGURES, first, of=BOURDELLE, on=FIRST)
    assert own is None


def headline(code: str, now: Told, before: Told, unit: Unit = Unit.COUNT) -> Headline:
    return Headline(code, code, unit, now, before)


def test_figures_that_moved_come_first_and_silence_is_no_figure() -> None:
    moved = moved_most(
        [
            headline("same", Figure(4), Figure(4)),
            headline("few", Figure(2), Figure(1)),
            headline("many", Figure(60), Figure(20)),
            headline("rate", Figure(8, 10), Figure(6, 10), Unit.PERCENT),
            headline("untold", Figure(9), Untold.UNTOLD),
            headline("kept", Untold.WITHHELD, Figure(9)),
        ]
    )

    assert [one.code for one in moved] == ["many", "rate", "few"]
