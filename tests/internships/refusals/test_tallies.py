"""The department learns how often hosts refused a lycée, never for whom, for what or where."""

from datetime import date, timedelta

import pytest

from contracts.internships.search import RefusalTalliedV1
from contracts.publication import FactFamily
from services.chassis.database.engine import Database
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.internships.approaches.commands import mark_refusal, withdraw_approach
from services.internships.approaches.model.approach import REFUSALS, Answer
from services.internships.publications.commands import change_publication
from services.internships.rights.commands import erase_pupil
from services.internships.subscribers import timed
from tests.internships.approaches.test_approaches import Search, search
from tests.internships.world import BOURDELLE, NOW, TODAY

__all__ = ["search"]


async def night(search: Search, database: Database, days: int = 1) -> None:
    later = NOW + timedelta(days=days)
    search.lycee.now = later
    await run_due_work(timed, search.lycee.units, database.relay_dsn, later)


async def told(search: Search) -> list[tuple[int, int, int, int]]:
    found = await search.lycee.published(RefusalTalliedV1)
    assert {one.school_year for one in found} <= {"2026-2027"}
    return [(one.company, one.school, one.pupil, one.other) for one in found]


async def test_each_reason_is_counted_as_somebodys_doing_once_a_night(
    search: Search, database: Database
) -> None:
    for answer in REFUSALS:
        await search.asks(answer=answer)
    await search.asks(answer=Answer.ACCEPTED)
    assert await told(search) == []

    await night(search, database)
    await night(search, database, 2)

    assert await told(search) == [(4, 1, 1, 1)]


async def test_what_is_answered_again_or_taken_back_is_counted_again(
    search: Search, database: Database
) -> None:
    first, second = await search.asks(answer=Answer.MINOR), await search.asks(answer=Answer.OTHER)
    await night(search, database)
    await search.answers(first, Answer.ACCEPTED)
    await search.lycee.do(withdraw_approach, approach_id=second, version=1, now=search.lycee.now)
    await night(search, database, 2)
    assert await told(search) == [(1, 0, 0, 1), (0, 0, 0, 0)]


async def test_neither_a_mark_nor_an_erased_pupil_changes_the_count(
    search: Search, database: Database
) -> None:
    approach = await search.asks(answer=Answer.CAPACITY)
    await night(search, database)
    await search.lycee.do(mark_refusal, approach_id=approach, version=1, presumed=True, now=NOW)
    await search.lycee.do(erase_pupil, pupil_year_id=search.pupil, version=1, notes=(), now=NOW)
    await search.asks_for_another(answer=Answer.SEASON)

    await night(search, database, 2)

    assert await told(search) == [(1, 0, 0, 0), (2, 0, 0, 0)]


async def test_a_year_without_a_refusal_is_told_as_zero_once(
    search: Search, database: Database
) -> None:
    await search.asks(answer=Answer.ACCEPTED)
    for days in (1, 2, 3):
        await night(search, database, days)
    assert await told(search) == [(0, 0, 0, 0)]


@pytest.mark.parametrize("family", [FactFamily.EXCHANGES])
async def test_what_the_head_keeps_is_told_as_it_is_once_opened(
    search: Search, database: Database, family: FactFamily
) -> None:
    async def decides(*, opened: bool, version: int, on: date) -> None:
        await search.lycee.do(
            change_publication,
            uai=BOURDELLE,
            family=family,
            opened=opened,
            from_on=on,
            version=version,
            now=search.lycee.now,
        )

    await decides(opened=False, version=0, on=TODAY)
    await search.asks(answer=Answer.SEASON)
    await night(search, database)
    assert await told(search) == []
    await decides(opened=True, version=1, on=TODAY + timedelta(days=1))
    await night(search, database, 2)
    assert await told(search) == [(1, 0, 0, 0)]
