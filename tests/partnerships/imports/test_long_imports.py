"""A long list: it goes on by itself, says where it stands, stops when asked and goes on again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import pytest

from contracts.partnerships.companies import CompanyRegisteredV1, ImportCompletedV1
from services.partnerships.company_list.queries.pages import read_companies
from services.partnerships.import_desk.queries import ImportCard, read_import_card
from services.partnerships.import_effects.commands.commit_import import CHUNK_ROWS, commit_import
from services.partnerships.import_effects.commands.forget_import import forget_import
from services.partnerships.import_effects.commands.resume_import import resume_import
from services.partnerships.import_effects.commands.undo_import import undo_import
from services.partnerships.imports.commands.stop_import import stop_import
from tests.partnerships.browsing import Browser, pages_of
from tests.partnerships.world import NOW, Bureau, row
from tests.support.services import Published, ServiceDatabases
from tests.support.waiting import eventually

LINES = 2 * CHUNK_ROWS + 10


@pytest.fixture
async def begun(bureau: Bureau) -> UUID:
    """An import of which the first part is recorded."""
    rows = [row(line, f"Entreprise {line}") for line in range(2, LINES + 2)]
    return await bureau.imports(*rows)


async def card(bureau: Bureau, import_id: UUID) -> ImportCard:
    return await bureau.do(read_import_card, import_id)


async def test_an_import_under_way_says_where_it_stands(bureau: Bureau, begun: UUID) -> None:
    shown = await card(bureau, begun)

    assert (shown.about.status, shown.done, shown.total) == ("running", CHUNK_ROWS, LINES)
    assert sum(shown.counts.values()) == CHUNK_ROWS, "only what is done is counted"
    assert [line.done for line in shown.lines] == [True] * 100


async def test_a_search_is_planned_by_what_an_import_wrote(
    bureau: Bureau, begun: UUID, superuser: asyncpg.Connection
) -> None:
    """PostgreSQL would go on as if there were a few companies, until autovacuum comes by."""
    await superuser.execute("ANALYZE")
    while (await card(bureau, begun)).about.status == "running":
        await bureau.confirms(begun)

    for table in ("companies", "sites", "company_words", "acquaintances", "contacts"):
        assumed = "SELECT reltuples FROM pg_class WHERE oid = to_regclass($1)"
        rows = await superuser.fetchval(f"SELECT count(*) FROM {table}")
        assert await superuser.fetchval(assumed, table) == rows, table


async def test_what_was_done_before_a_stop_stays_and_nothing_more_is_done(
    bureau: Bureau, begun: UUID, published: Published
) -> None:
    await bureau.do(stop_import, import_id=begun)
    # The part that was due already finds the import stopped.
    await bureau.do(commit_import, import_id=begun, now=NOW)

    shown = await card(bureau, begun)
    assert (shown.about.status, shown.done, shown.left) == (
        "stopped",
        CHUNK_ROWS,
        LINES - CHUNK_ROWS,
    )
    assert len(await published(CompanyRegisteredV1)) == CHUNK_ROWS
    assert await published(ImportCompletedV1) == []


async def test_a_stopped_import_goes_on_and_records_each_line_once(
    bureau: Bureau, begun: UUID, published: Published
) -> None:
    await bureau.do(stop_import, import_id=begun)

    await bureau.do(resume_import, import_id=begun, now=NOW)
    await bureau.do(resume_import, import_id=begun, now=NOW)
    await bureau.confirms(begun)

    assert (await card(bureau, begun)).about.status == "completed"
    names = [str(event.public_name) for event in await published(CompanyRegisteredV1)]
    assert sorted(set(names)) == sorted(names)
    assert len(names) == LINES
    (told,) = await published(ImportCompletedV1)
    assert told.created == LINES


async def test_stopping_what_is_over_or_not_begun_changes_nothing(bureau: Bureau) -> None:
    previewed = await bureau.previews(row(2, "Bois Vert"))
    await bureau.do(stop_import, import_id=previewed)
    assert (await card(bureau, previewed)).about.status == "previewed"

    await bureau.confirms(previewed)
    await bureau.do(stop_import, import_id=previewed)
    assert (await card(bureau, previewed)).about.status == "completed"


async def test_what_a_stopped_import_did_is_undone(bureau: Bureau, begun: UUID) -> None:
    await bureau.do(stop_import, import_id=begun)

    for _ in range(2):
        await bureau.do(undo_import, import_id=begun, now=NOW)

    shown = await card(bureau, begun)
    assert (shown.about.status, shown.left) == ("undone", 0)
    assert (await bureau.do(read_companies)).items == []
    await bureau.do(resume_import, import_id=begun, now=NOW)
    assert (await bureau.do(read_companies)).items == []


async def test_lines_nobody_had_imported_are_forgotten_in_a_month(
    bureau: Bureau, begun: UUID
) -> None:
    await bureau.do(stop_import, import_id=begun)

    await bureau.do(forget_import, import_id=begun, now=NOW)

    assert (await card(bureau, begun)).left == 0
    await bureau.do(resume_import, import_id=begun, now=NOW)
    assert (await card(bureau, begun)).about.status == "stopped"


async def test_stopping_and_confirming_at_the_same_time_lose_no_line(
    bureau: Bureau, begun: UUID, published: Published
) -> None:
    await asyncio.gather(
        bureau.confirms(begun), bureau.do(stop_import, import_id=begun), bureau.confirms(begun)
    )
    await bureau.do(resume_import, import_id=begun, now=NOW)
    await bureau.confirms(begun)

    assert len(await published(CompanyRegisteredV1)) == LINES
    assert len(await published(ImportCompletedV1)) == 1


WAITING = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@asynccontextmanager
async def held_at(name: str, superuser: asyncpg.Connection) -> AsyncIterator[None]:
    """No part of an import that changes this card ends meanwhile."""
    async with superuser.transaction():
        await superuser.execute("SELECT 1 FROM companies WHERE name = $1 FOR UPDATE", name)
        yield


@pytest.mark.usefixtures("at_work")
async def test_an_import_is_stopped_and_resumed_from_its_page(
    browser: Browser, bureau: Bureau, published: Published, superuser: asyncpg.Connection
) -> None:
    known = "Entreprise connue"
    await bureau.registers(known)
    rows = [row(line, f"Entreprise {line}") for line in range(2, LINES + 2)]
    rows[CHUNK_ROWS] = row(CHUNK_ROWS + 2, known, phone="+33536490001")
    previewed = await bureau.previews(*rows)
    address = f"/entreprises/import/{previewed}"

    async with held_at(known, superuser):
        page = await browser.follows(await browser.sends(address, f"{address}/confirmation"))
        stopping = asyncio.create_task(browser.sends(page, f"{address}/interruption"))

        async def asked() -> bool:
            # Heard already, or waiting for its turn after the part under way.
            await superuser.execute("SELECT pg_stat_clear_snapshot()")
            return stopping.done() or await superuser.fetchval(WAITING) > 1

        await eventually(asked)
    stopped = await browser.follows(await stopping)

    assert "Import interrompu" in stopped.text
    assert '<progress id="avancement"' in stopped.text
    assert "Annuler ce qui est importé" in stopped.text
    assert "Interrompu" in (await browser.opens("/entreprises/import")).text

    await browser.sends(stopped, f"{address}/reprise")
    await eventually(lambda: published(ImportCompletedV1))
    assert "Import terminé" in (await browser.opens(address)).text
    assert len(await published(CompanyRegisteredV1)) == LINES


async def test_an_import_goes_on_when_the_service_starts_again(
    service_databases: ServiceDatabases,
    bureau: Bureau,
    begun: UUID,
    published: Published,
) -> None:
    async with pages_of(service_databases.settings):
        await eventually(lambda: published(ImportCompletedV1))

    assert len(await published(CompanyRegisteredV1)) == LINES
    assert (await card(bureau, begun)).about.status == "completed"
