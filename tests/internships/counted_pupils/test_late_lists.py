"""A finished PFMP keeps whose it was also when a list is taken back, or its dates were a slip."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from services.chassis.privacy.retention.purge import purge_all
from services.internships.calendars.commands import reschedule_period
from services.internships.counted_pupils.commands import (
    correct_counted_pupils,
)
from services.internships.leavers.commands import cancel_departure, record_departure
from services.internships.retention import retention
from services.internships.rights.commands import erase_pupil
from services.internships.roster_changes.commands import undo_roster_import
from services.internships.rosters.model.roster import Decision
from tests.internships.counted_pupils.test_finished_periods import (
    AS_IT_WAS,
    ENDED,
    STARTED,
    Autumn,
    autumn,
)
from tests.internships.roster_changes.test_undo import last_import, listed, undoes
from tests.internships.world import ELEC, Lycee
from tests.support.pages import Visitor

__all__ = ["autumn"]

A_SLIP = date(2026, 12, 16)


def on(autumn: Autumn, month: int, day: int) -> Autumn:
    """The same world on another day."""
    return replace(
        autumn, lycee=replace(autumn.lycee, now=datetime(2026, month, day, 8, tzinfo=UTC))
    )


async def ends(autumn: Autumn, day: date, version: int) -> None:
    await autumn.lycee.do(
        reschedule_period,
        period_id=autumn.period,
        version=version,
        starts_on=STARTED,
        ends_on=day,
        weeks=3,
        now=autumn.lycee.now,
    )


async def leaves(autumn: Autumn, pupil: UUID) -> None:
    now = autumn.lycee.now
    await autumn.lycee.do(
        record_departure,
        pupil_year_id=pupil,
        version=await autumn.version(pupil),
        on=now.date(),
        now=now,
    )


async def test_a_slip_of_its_end_put_right_changes_nothing(autumn: Autumn) -> None:
    await autumn.imports("NOUVEAU Ali 2ELEC", "SABATIER Zoé 1ASSP", decisions={3: Decision.SAME})

    await ends(autumn, A_SLIP, 2)
    assert await autumn.figures() != AS_IT_WAS
    await ends(autumn, ENDED, 3)

    assert await autumn.figures() == AS_IT_WAS
    told = {fact.coverage_id: fact.concerned for fact in await autumn.told()}
    assert sum(told.values()) == AS_IT_WAS.concerned


async def test_who_left_after_the_end_it_has_now_was_there_to_the_end(autumn: Autumn) -> None:
    await leaves(on(autumn, 10, 12), autumn.tom)
    await autumn.imports("NOUVEAU Ali 2ELEC")
    assert (await autumn.figures()).left == 1

    await ends(autumn, date(2026, 10, 9), 2)

    assert (await autumn.figures()).left == 0


async def test_whom_somebody_counted_by_name_no_list_taken_back_counts_otherwise(
    autumn: Autumn,
) -> None:
    during, later = on(autumn, 10, 1), on(autumn, 10, 20)
    await during.imports("OUBLI Ana 2ELEC", "ROUX Tom 2ELEC2", decisions={3: Decision.SAME})
    wrong = await last_import(autumn.lycee)
    await later.imports("AUTRE Max 2ELEC")
    await later.lycee.do(
        correct_counted_pupils,
        period_id=autumn.period,
        adding=[],
        removing=[(autumn.elec, autumn.tom)],
        now=later.lycee.now,
    )

    await later.lycee.do(undo_roster_import, import_id=wrong, now=later.lycee.now)

    names = await autumn.names()
    assert "ROUX Tom" not in names
    assert "OUBLI Ana" not in names


async def test_a_list_taken_back_forgets_no_departure(autumn: Autumn) -> None:
    await on(autumn, 10, 1).imports("ROUX Tom 2ELEC2", decisions={2: Decision.SAME})
    wrong = await last_import(autumn.lycee)
    await leaves(on(autumn, 10, 2), autumn.tom)
    back = on(autumn, 10, 20).lycee
    version = await autumn.version(autumn.tom)
    await back.do(cancel_departure, pupil_year_id=autumn.tom, version=version, now=back.now)
    before = await autumn.figures()
    assert before.left == 1

    await back.do(undo_roster_import, import_id=wrong, now=back.now)

    assert await autumn.figures() == before


async def test_the_page_says_which_finished_periods_follow(autumn: Autumn, bureau: Visitor) -> None:
    here = on(autumn, 11, 10)
    await here.lycee.publishes_a_period(
        autumn.elec, starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 20), weeks=3
    )
    await here.imports("OUBLI Ana 2ELEC")
    wrong = await last_import(autumn.lycee)

    page = await bureau.get(f"/pfmp/eleves/import/{wrong}/annulation")

    assert "PFMP terminées depuis" in page.text
    assert "20 novembre 2026" in page.text
    assert "octobre" not in page.text.partition("PFMP terminées depuis")[2][:200]


async def test_a_class_of_somebody_who_was_erased_stays_when_its_list_is_taken_back(
    lycee: Lycee,
) -> None:
    formation = await lycee.opens(ELEC)
    (lea,) = await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    await lycee.do(erase_pupil, pupil_year_id=lea, version=1, notes=(), now=lycee.now)

    await undoes(lycee)

    assert await listed(lycee) == {"2ELEC": ["Élève effacé"]}
    assert await lycee.superuser.fetchval("SELECT count(*) FROM classes") == 1


async def test_what_a_list_changed_is_kept_for_a_month(lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    tables = ("roster_imports", "roster_import_pupils", "roster_import_classes")

    async def kept() -> list[int]:
        return [await lycee.superuser.fetchval(f"SELECT count(*) FROM {one}") for one in tables]

    await purge_all(lycee.units, retention, now=lycee.now)
    assert await kept() == [1, 1, 1]
    await purge_all(lycee.units, retention, now=datetime(2027, 1, 5, tzinfo=UTC))
    assert await kept() == [0, 0, 0]
