"""What is derived can be derived again: rebuilt from the stream, the tables are the live ones."""

import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, func, select, text

from services.chassis.live.page_stream import Changes
from services.chassis.operations.outdated_folds import is_outdated
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.supervision import rebuild as rebuilding
from services.supervision.base.metadata import metadata
from services.supervision.campaigns.tables import campaigns
from services.supervision.editions.queries import read_published, read_published_lines
from services.supervision.feed_readers.commands import add_feed_reader
from services.supervision.feed_readers.model import FeedPart
from services.supervision.feed_readers.store import FeedReaders
from services.supervision.objectives.tables import objectives
from services.supervision.read_models.tables import READ_MODELS
from services.supervision.rebuild import RebuildRunning, rebuild
from services.supervision.subscribers import DEPARTMENT
from tests.supervision.department import Department
from tests.supervision.made_editions import an_edition
from tests.supervision.network import (
    BOURDELLE,
    NOW,
    TODAY,
    WHOLE_DEPARTMENT,
    Message,
    Network,
    a_year,
    coverage,
    tables,
)
from tests.support.waiting import eventually


async def test_rebuilt_tables_are_the_live_ones(department: Department) -> None:
    year = a_year()
    await department.say(year.sent)
    async with department.supervised():
        await department.has_folded(len(year.sent))
    live = await tables(department.work)
    assert all(live.values())

    done = await rebuild(department.settings, department.operator)

    assert (done.folded, done.unreadable) == (len(year.sent), 0)
    assert await tables(department.work) == live
    assert await department.watermark() == len(year.sent)


async def test_a_rebuild_mends_what_was_damaged(department: Department) -> None:
    year = a_year()
    await department.say(year.sent)
    async with department.supervised():
        await department.has_folded(len(year.sent))
    live = await tables(department.work)
    async with department.work.begin(WHOLE_DEPARTMENT) as uow:
        await uow.execute(text("DELETE FROM network_journal"))
        await uow.execute(text("UPDATE coverages SET host_agreed = 99, version = 999"))
        await uow.execute(text("UPDATE watermarks SET fold = NULL"))
        assert await is_outdated(uow, DEPARTMENT)

    await rebuild(department.settings, department.operator)

    assert await tables(department.work) == live
    async with department.work.begin(WHOLE_DEPARTMENT) as uow:
        assert not await is_outdated(uow, DEPARTMENT)


async def test_a_rebuild_forgets_no_reader_of_feeds(department: Department) -> None:
    year = a_year()
    await department.say(year.sent)
    async with department.work.begin(WHOLE_DEPARTMENT) as uow:
        reader, secret = await add_feed_reader(
            uow,
            reader_id=uow.new_id(),
            organisation="Région",
            inside=False,
            parts=tuple(FeedPart),
            uais=(),
            known=(),
            expires_on=TODAY,
            account_id=uow.new_id(),
            now=NOW,
        )

    await rebuild(department.settings, department.operator)

    async with department.work.begin(WHOLE_DEPARTMENT) as uow:
        assert await FeedReaders(uow).behind(reader.id, secret) == reader


async def test_a_rebuild_changes_no_edition(department: Department) -> None:
    year = a_year()
    await department.say(year.sent)
    async with department.supervised():
        await department.has_folded(len(year.sent))
    await an_edition(department.work, NOW)
    async with department.work.begin(WHOLE_DEPARTMENT) as uow:
        before = await read_published(uow)
        lines = await read_published_lines(uow, before, None, before=None, length=50)

    await rebuild(department.settings, department.operator)

    async with department.work.begin(WHOLE_DEPARTMENT) as uow:
        assert await read_published(uow) == before
        assert await read_published_lines(uow, before, None, before=None, length=50) == lines
    assert before.edition is not None
    assert lines[0]


async def test_a_second_rebuild_says_that_one_is_running(department: Department) -> None:
    year = a_year()
    await department.say(year.sent)
    async with department.supervised():
        await department.has_folded(len(year.sent))
    live = await tables(department.work)

    async with department.work.begin(WHOLE_DEPARTMENT) as uow:
        # Somebody reads: the first one waits with its swap.
        await uow.execute(text("SELECT FROM coverages LIMIT 1"))
        first = asyncio.create_task(rebuild(department.settings, department.operator))

        async def at_work() -> bool:
            held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 0"
            one = f"{held} AND objid = hashtext('rebuilding')::bit(32)::bigint::oid"
            return bool((await uow.execute(text(one))).scalar())

        await eventually(at_work)
        with pytest.raises(RebuildRunning, match="déjà en cours"):
            await rebuild(department.settings, department.operator)

    assert (await first).folded == len(year.sent)
    assert await tables(department.work) == live
    assert (await rebuild(department.settings, department.operator)).folded == len(year.sent)


async def test_open_pages_read_again_what_was_rebuilt(department: Department) -> None:
    year = a_year()
    await department.say(year.sent)
    async with department.supervised():
        await department.has_folded(len(year.sent))
    changes = Changes(department.bus, "supervision", "82")
    await changes.start()
    await department.bus.client.flush()
    with changes.page() as told:
        told.clear()
        await rebuild(department.settings, department.operator)
        assert await eventually(told.is_set)
    # A page that shows what was before the rebuild is told that there is more.
    assert (changes.newer(DEPARTMENT.name, 1) or 0) > 1


async def test_supervision_goes_on_through_a_rebuild(
    department: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = a_year()
    await department.say(year.sent)
    later = Network(list(year.told), list(year.sent))
    meanwhile = later.tell(coverage(17), version=9)
    afterwards = later.tell(coverage(18), version=10)
    assert meanwhile.event_type is afterwards.event_type

    fill = rebuilding._fill_fresh_tables

    async def fill_then_more_is_folded(*arguments: object) -> None:
        """Something is folded into the old tables between the filling and the swap."""
        await fill(*arguments)  # type: ignore[arg-type] # handed on as they came
        await department.say(later.sent[-2:-1])
        await department.has_folded(len(later.sent) - 1)

    monkeypatch.setattr(rebuilding, "_fill_fresh_tables", fill_then_more_is_folded)
    async with department.supervised():
        await department.has_folded(len(year.sent))
        await rebuild(department.settings, department.operator)
        agreed = [row[7] for row in (await tables(department.work))["coverages"]]
        assert 17 in agreed

        await department.say(later.sent[-1:])
        await department.has_folded(len(later.sent))
    live = await tables(department.work)
    assert [row[7] for row in live["coverages"] if row[0] == BOURDELLE] == [18]

    monkeypatch.undo()
    await rebuild(department.settings, department.operator)
    assert await tables(department.work) == live


async def test_an_unreadable_event_does_not_stop_a_rebuild(department: Department) -> None:
    year = a_year()
    await department.say(year.sent)
    spoilt = year.sent[1]
    await department.say(
        [
            Message(
                spoilt.service,
                spoilt.subject,
                {**spoilt.headers, "Nats-Msg-Id": "another"},
                b'{"label": 3}',
            )
        ]
    )
    done = await rebuild(department.settings, department.operator)
    assert (done.folded, done.unreadable) == (len(year.sent), 1)


async def test_rebuilt_tables_are_protected_as_the_migrated_ones(department: Department) -> None:
    await department.say(a_year().sent)
    before = await protection(department)
    await rebuild(department.settings, department.operator)
    assert await protection(department) == before

    superuser = await department.databases.superuser("supervision")
    leftovers = await superuser.fetchval(
        "SELECT count(*) FROM information_schema.schemata WHERE schema_name = 'rebuilding'"
    )
    await superuser.close()
    assert leftovers == 0


async def test_a_bureau_reads_after_a_rebuild_what_the_department_runs(
    department: Department,
) -> None:
    await department.say(a_year().sent)
    await rebuild(department.settings, department.operator)

    async with department.work.begin(Scope(frozenset({BOURDELLE}))) as uow:
        assert await uow.connection.scalar(select(func.count()).select_from(campaigns)) == 1
        assert await uow.connection.scalar(select(func.count()).select_from(objectives)) == 1


async def protection(department: Department) -> list[object]:
    """Policies, rights, forced security and indexes of the read models."""
    names = [table.name for table in READ_MODELS]
    superuser = await department.databases.superuser("supervision")
    try:
        return [
            await superuser.fetch(query, names)
            for query in (
                (
                    "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies"
                    " WHERE tablename = ANY($1) ORDER BY 1, 2"
                ),
                (
                    "SELECT relname, relrowsecurity, relforcerowsecurity, relowner::regrole::text"
                    " FROM pg_class WHERE relkind = 'r' AND relname = ANY($1) ORDER BY 1"
                ),
                (
                    "SELECT table_name, grantee, privilege_type FROM information_schema.table_privileges"
                    " WHERE table_name = ANY($1) ORDER BY 1, 2, 3"
                ),
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY($1) ORDER BY 1",
            )
        ]
    finally:
        await superuser.close()


async def test_the_migration_makes_the_declared_tables(work: UnitsOfWork) -> None:
    def differences(connection: Connection) -> list[object]:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
        return [each for each in found if "alembic_version" not in str(each)]

    async with work.begin(WHOLE_DEPARTMENT) as uow:
        assert await uow.connection.run_sync(differences) == []
