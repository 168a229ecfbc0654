"""Troubles of what is heard of a lycée: each stated once, taken back when it is over, and what is said."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest_asyncio
from sqlalchemy import select

from contracts.identifiers import Uai
from contracts.notices import AskedNotice, NoticeFacts, NoticeKind, NoticesRequest
from contracts.publication import FactFamily
from contracts.supervision.troubles import TroubleBegunV1, TroubleEndedV1, TroubleKind
from services.chassis.base.settings import placeholder_uai
from services.chassis.database.tables import due_work
from services.chassis.unit_of_work.scheduled_jobs import TimedWorker, run_due_work
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.supervision.answers import notices_of_the_department
from services.supervision.subscribers import timed
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
MONDAY = datetime(2026, 11, 30, 9, 20, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
S, R, C = TroubleKind.SILENT, TroubleKind.REGISTRY_DIFFERS, TroubleKind.COVERAGE_DIFFERS


@dataclass
class Watch:
    """The timed work of supervision, what lycées told, and what was stated."""

    work: UnitsOfWork
    relay_dsn: str
    published: Published
    network: Network = field(default_factory=Network)
    folded: int = 0

    async def begins(self, now: datetime) -> None:
        assert await TimedWorker(timed, self.work).plan_standing(now)

    async def looks(self, now: datetime) -> None:
        """What is due by then is done, after what was told is folded."""
        told = self.network.told[self.folded :]
        self.folded = len(self.network.told)
        if told:
            await folded(self.work, told)
        await run_due_work(timed, self.work, self.relay_dsn, now)
        async with self.work.begin(Scope(frozenset(), department_wide=True)) as uow:
            failed = select(due_work.c.last_error).where(due_work.c.attempts > 0)
            assert (await uow.execute(failed)).scalars().all() == []

    async def begun(self) -> list[tuple[TroubleKind, date]]:
        return [(one.kind, one.since) for one in await self.published(TroubleBegunV1)]

    async def ended(self) -> int:
        return len(await self.published(TroubleEndedV1))

    async def last(self) -> UUID:
        return (await self.published(TroubleBegunV1))[-1].trouble_id

    async def says(
        self, kind: TroubleKind, about: UUID, on: datetime, of: Uai = DSDEN
    ) -> NoticeFacts | None:
        asked = AskedNotice(kind=NoticeKind(kind.value), about=about)
        scope = Scope(frozenset({of}), department_wide=of == DSDEN)
        async with self.work.begin(scope, uai=of, now=on) as uow:
            answer = await notices_of_the_department(NoticesRequest(asked=(asked,)), uow)
        return answer.facts[0]

    def lycee(self, name: str, uai: Uai, heard_at: datetime) -> None:
        self.network.tell(lycee(name, uai), uai=uai, at=heard_at)
        self.network.tell(formation("Électricité"), uai=uai, at=heard_at)

    def news(self, uai: Uai, at: datetime) -> None:
        version = len(self.network.told) + 2
        self.network.tell(formation("Électricité"), uai=uai, version=version, at=at)

    def states(self, agreed: int, at: datetime) -> None:
        """Bourdelle counts its own pupils."""
        self.network.tell(totals(agreed), at=at, version=len(self.network.told) + 1)


@pytest_asyncio.fixture
async def watch(
    work: UnitsOfWork, service_databases: ServiceDatabases, published: Published
) -> AsyncIterator[Watch]:
    database = service_databases.open("supervision")
    yield Watch(work, database.relay_dsn, published)
    await database.close()


def plain(facts: NoticeFacts | None) -> list[tuple[str, str]]:
    assert facts
    said = ((one.label, one.text) for one in facts.lines)
    return [(label, text.replace("\u00a0", " ").replace("\u202f", " ")) for label, text in said]


async def test_a_lycee_that_falls_silent_is_stated_once_however_long_it_lasts(
    watch: Watch,
) -> None:
    await watch.begins(MONDAY)
    watch.lycee("Lycée Michelet", OTHER, MONDAY - timedelta(days=7))
    watch.lycee("Lycée Bourdelle", BOURDELLE, MONDAY)
    watch.network.tell(lycee("Lycée Olympe", SILENT), uai=SILENT)

    await watch.looks(MONDAY)
    assert await watch.begun() == []
    for later in (HOUR, 2 * HOUR, DAY):
        await watch.looks(MONDAY + later)

    assert await watch.begun() == [(S, date(2026, 11, 23))]
    assert await watch.ended() == 0


async def test_a_week_of_downtime_makes_one_look(watch: Watch) -> None:
    await watch.begins(MONDAY)
    watch.lycee("Lycée Michelet", OTHER, MONDAY - timedelta(days=9))

    await watch.looks(MONDAY + timedelta(days=7))
    await watch.looks(MONDAY + timedelta(days=7))

    assert await watch.begun() == [(S, date(2026, 11, 21))]


async def test_a_silence_that_is_broken_is_over_and_a_later_one_is_stated_anew(
    watch: Watch,
) -> None:
    await watch.begins(MONDAY)
    watch.lycee("Lycée Michelet", OTHER, MONDAY - timedelta(days=9))
    await watch.looks(MONDAY + HOUR)
    first = await watch.last()

    watch.news(OTHER, MONDAY + HOUR)
    await watch.looks(MONDAY + 2 * HOUR)
    assert await watch.ended() == 1
    over = await watch.says(S, first, MONDAY + 2 * HOUR)
    await watch.looks(MONDAY + timedelta(days=9))

    assert over
    assert not over.standing
    assert [kind for kind, _ in await watch.begun()] == [S, S]
    assert await watch.last() != first


async def test_news_and_another_silence_while_everything_was_down_make_one_anew(
    watch: Watch,
) -> None:
    await watch.begins(MONDAY)
    watch.lycee("Lycée Michelet", OTHER, MONDAY - timedelta(days=9))
    await watch.looks(MONDAY + HOUR)

    watch.news(OTHER, MONDAY + DAY)
    await watch.looks(MONDAY + timedelta(days=20))

    assert [since for _, since in await watch.begun()] == [date(2026, 11, 21), date(2026, 12, 1)]
    assert await watch.ended() == 1


async def test_a_silence_says_the_last_news_and_leads_to_the_page_of_the_lycee(
    watch: Watch,
) -> None:
    await watch.begins(MONDAY)
    watch.lycee("Lycée Michelet", OTHER, MONDAY - timedelta(days=9))
    await watch.looks(MONDAY + HOUR)

    facts = await watch.says(S, await watch.last(), MONDAY + HOUR)

    assert facts
    assert (facts.standing, facts.object) == (True, "Lycée Michelet")
    assert facts.path == f"/departement/lycees/{OTHER}"
    assert plain(facts) == [("Dernière nouvelle", "le samedi 21 novembre 2026, il y a 9 jours")]


async def test_what_is_over_before_the_mail_leaves_is_not_told_between_two_looks_either(
    watch: Watch,
) -> None:
    await watch.begins(MONDAY)
    watch.lycee("Lycée Michelet", OTHER, MONDAY - timedelta(days=9))
    await watch.looks(MONDAY + HOUR)
    watch.news(OTHER, MONDAY + HOUR)
    await folded(watch.work, watch.network.told[watch.folded :])

    facts = await watch.says(S, await watch.last(), MONDAY + HOUR)

    assert facts
    assert (facts.standing, facts.lines) == (False, ())


async def test_totals_that_differ_are_stated_once_with_what_differs_until_they_agree(
    watch: Watch,
) -> None:
    await watch.begins(MONDAY)
    watch.lycee("Lycée Bourdelle", BOURDELLE, MONDAY - DAY)
    watch.network.tell(period(name="january"), at=MONDAY - DAY)
    watch.network.tell(coverage(20, name="january"), at=MONDAY - DAY)
    watch.states(19, MONDAY - 5 * HOUR)
    await watch.looks(MONDAY + HOUR)
    watch.states(19, MONDAY + 19 * HOUR)
    await watch.looks(MONDAY + DAY)

    assert await watch.begun() == [(C, date(2026, 11, 30))]
    facts = await watch.says(C, await watch.last(), MONDAY + DAY)
    assert facts
    assert facts.standing
    assert facts.path == f"/departement/lycees/{BOURDELLE}"
    counted = "PFMP du 4 au 29 janvier 2027, lieux d’accueil confirmés"
    assert plain(facts) == [
        ("Depuis", "le lundi 30 novembre 2026"),
        ("Différence", f"{counted} : 19 au suivi des PFMP, 20 d’après les faits reçus"),
    ]

    watch.network.tell(coverage(19, name="january"), version=2, at=MONDAY + DAY)
    watch.states(19, MONDAY + DAY + HOUR)
    await watch.looks(MONDAY + DAY + 2 * HOUR)
    assert await watch.ended() == 1


async def test_what_a_head_keeps_is_no_trouble_and_ends_one(watch: Watch) -> None:
    await watch.begins(MONDAY)
    watch.lycee("Lycée Bourdelle", BOURDELLE, MONDAY - DAY)
    watch.network.tell(period(name="january"), at=MONDAY - DAY)
    watch.network.tell(coverage(20, name="january"), at=MONDAY - DAY)
    watch.states(19, MONDAY - 5 * HOUR)
    await watch.looks(MONDAY + HOUR)

    kept = published(FactFamily.COVERAGE, (date(2026, 11, 30), False))
    watch.network.tell(kept, at=MONDAY + HOUR)
    await watch.looks(MONDAY + 2 * HOUR)

    assert len(await watch.begun()) == 1
    assert await watch.ended() == 1


async def test_it_is_told_to_the_dsden_alone_and_another_kind_or_id_says_nothing(
    watch: Watch,
) -> None:
    await watch.begins(MONDAY)
    watch.lycee("Lycée Michelet", OTHER, MONDAY - timedelta(days=9))
    await watch.looks(MONDAY + HOUR)
    about = await watch.last()

    assert await watch.says(S, about, MONDAY + HOUR, of=OTHER) is None
    assert await watch.says(R, about, MONDAY + HOUR) is None
    assert await watch.says(S, uuid4(), MONDAY + HOUR) is None
