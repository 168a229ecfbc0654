"""Who began a long import is told once that it fails, or that it is over, if that took long."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio

from contracts.notices import AskedNotice, NoticeFacts, NoticeKind, NoticesRequest
from contracts.partnerships.reminders import RegistryReminderAskedV1, RegistryReminderKind
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.chassis.unit_of_work.unit_of_work import Actor, Scope
from services.partnerships.import_effects.commands.commit_import import CHUNK_ROWS, commit_import
from services.partnerships.import_effects.commands.resume_import import resume_import
from services.partnerships.imports.commands.stop_import import stop_import
from services.partnerships.notices.answers import notices_of_the_registry
from services.partnerships.subscribers import timed
from tests.partnerships.world import BOURDELLE, NOW, Bureau, row
from tests.support.services import Published, ServiceDatabases

K, R = NoticeKind, RegistryReminderKind
CAMILLE = uuid4()
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LINES = CHUNK_ROWS + 10


class Watched:
    """An import that somebody confirmed, of which the first part is recorded."""

    def __init__(
        self,
        bureau: Bureau,
        databases: ServiceDatabases,
        published: Published,
        superuser: asyncpg.Connection,
        import_id: UUID,
    ) -> None:
        self.bureau, self.databases, self.published = bureau, databases, published
        self.superuser, self.id = superuser, import_id
        self.kept: Sequence[Any] = ()

    async def works(self, now: datetime) -> None:
        """What is due by then is done, what that leaves due too."""
        database = self.databases.open("partnerships")
        while await run_due_work(timed, self.bureau.units, database.relay_dsn, now):
            pass
        await database.close()

    async def fails(self) -> None:
        """Its next part cannot be read from now on."""
        self.kept = await self.superuser.fetch(
            "SELECT line, values FROM import_rows WHERE NOT done"
        )
        await self.superuser.execute("UPDATE import_rows SET values = '{}' WHERE NOT done")

    async def mends(self) -> None:
        await self.superuser.executemany(
            "UPDATE import_rows SET values = $2 WHERE line = $1",
            [(one["line"], one["values"]) for one in self.kept],
        )

    async def told(self) -> Sequence[RegistryReminderKind]:
        events = await self.published(RegistryReminderAskedV1)
        assert {one.about for one in events} <= {self.id}
        return [one.kind for one in events]

    async def says(self, kind: NoticeKind) -> NoticeFacts:
        request = NoticesRequest(asked=(AskedNotice(kind=kind, about=self.id),))
        answer = await self.bureau.do(lambda uow: notices_of_the_registry(request, uow))
        assert answer.facts[0]
        return answer.facts[0]

    async def by_camille(self, do: Any, now: datetime) -> None:
        scope, actor = Scope(frozenset({BOURDELLE})), Actor(CAMILLE, "rbde")
        async with self.bureau.units.begin(scope, actor=actor, now=now) as uow:
            await do(uow, import_id=self.id, now=now)


@pytest_asyncio.fixture
async def watched(
    bureau: Bureau,
    service_databases: ServiceDatabases,
    published: Published,
    superuser: asyncpg.Connection,
) -> Watched:
    rows = [row(line, f"Entreprise {line}") for line in range(2, LINES + 2)]
    import_id = await bureau.previews(*rows)
    found = Watched(bureau, service_databases, published, superuser, import_id)
    await found.by_camille(commit_import, NOW)
    return found


def lines(facts: NoticeFacts) -> dict[str, str]:
    return {one.label: one.text for one in facts.lines}


@pytest.mark.parametrize(("after", "told"), [(MINUTE, []), (2 * MINUTE, [R.IMPORT_DONE])])
async def test_the_end_is_told_to_who_waited_more_than_a_minute(
    watched: Watched, after: timedelta, told: list[RegistryReminderKind]
) -> None:
    await watched.works(NOW + after)
    await watched.works(NOW + 3 * HOUR)

    assert await watched.told() == told
    facts = await watched.says(K.IMPORT_DONE)
    assert facts.standing
    assert facts.concerned == (CAMILLE,)
    assert facts.path == f"/entreprises/import/{watched.id}"
    assert lines(facts) == {"Lignes reprises ou rejetées": str(LINES)}


async def test_a_part_that_fails_for_an_hour_is_told_once(watched: Watched) -> None:
    await watched.fails()
    for minutes in (1, 3, 9, 40):
        await watched.works(NOW + minutes * MINUTE)
    assert await watched.told() == []
    for hours in (1, 2, 5, 24):
        await watched.works(NOW + hours * HOUR)

    assert await watched.told() == [R.IMPORT_HALTED]
    facts = await watched.says(K.IMPORT_HALTED)
    assert facts.standing
    assert facts.concerned == (CAMILLE,)
    assert lines(facts) == {
        "Lignes reprises ou rejetées": str(CHUNK_ROWS),
        "Lignes qui attendent": "10",
    }

    await watched.mends()
    await watched.works(NOW + 48 * HOUR)
    assert not (await watched.says(K.IMPORT_HALTED)).standing
    assert await watched.told() == [R.IMPORT_HALTED, R.IMPORT_DONE]


async def test_a_part_that_fails_by_chance_is_not_told_and_goes_on_being_watched(
    watched: Watched,
) -> None:
    await watched.superuser.execute(
        "UPDATE due_work SET due_at = due_at + interval '59 minutes' WHERE job = 'commit_import'"
    )
    await watched.fails()
    await watched.works(NOW + HOUR)
    assert await watched.told() == []
    assert not (await watched.says(K.IMPORT_HALTED)).standing

    for minutes in (65, 90, 125):
        await watched.works(NOW + minutes * MINUTE)
    assert await watched.told() == [R.IMPORT_HALTED]


async def test_a_week_without_service_is_no_failure(watched: Watched) -> None:
    await watched.works(NOW + timedelta(days=7))

    assert await watched.told() == [R.IMPORT_DONE]


async def test_a_part_that_waits_its_turn_is_no_failure(watched: Watched) -> None:
    await watched.superuser.execute(
        "UPDATE due_work SET due_at = due_at + interval '150 minutes' WHERE job = 'commit_import'"
    )
    await watched.works(NOW + 2 * HOUR)
    assert await watched.told() == []
    assert not (await watched.says(K.IMPORT_HALTED)).standing

    await watched.works(NOW + 3 * HOUR)
    assert await watched.told() == [R.IMPORT_DONE]


async def test_one_that_was_stopped_and_went_on_to_its_end_under_somebodys_eyes_is_not_told(
    watched: Watched,
) -> None:
    await watched.bureau.do(stop_import, import_id=watched.id)
    await watched.works(NOW + 3 * HOUR)
    await watched.by_camille(resume_import, NOW + 4 * HOUR)
    await watched.works(NOW + 9 * HOUR)

    assert (await watched.says(K.IMPORT_DONE)).standing
    assert await watched.told() == []
