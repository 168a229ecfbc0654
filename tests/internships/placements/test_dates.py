"""The days somebody is really at a host, other than those of the period."""

from datetime import date, timedelta
from uuid import UUID

import pytest
import pytest_asyncio

from contracts.identifiers import SiteKey
from contracts.internships.periods import CoverageChangedV1, SiteHostingTalliedV1
from contracts.internships.placements import EndReason, PlacementRescheduledV1
from services.chassis.base.errors import NotFound
from services.chassis.database.engine import Database
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.internships.leavers.commands import record_departure
from services.internships.placements.commands.set_placement_dates import set_placement_dates
from services.internships.placements.queries.letters import read_placement_letter
from services.internships.stays.model.placement import (
    OwnDatesInvalid,
    OwnDatesOverlap,
    OwnDatesWithoutReason,
    StaysOverlap,
)
from services.internships.stays.model.states import PlacementMoveRefused
from services.internships.subscribers import timed
from tests.internships.world import ELEC, ENDS, NOW, STARTS, Lycee
from tests.support.pages import Visitor

LATER = STARTS + timedelta(days=7)


class Place:
    """A pupil with a confirmed place."""

    pupil: UUID
    formation: UUID
    period: UUID
    site: SiteKey
    id: UUID


@pytest_asyncio.fixture
async def place(lycee: Lycee) -> Place:
    at = Place()
    at.formation = await lycee.opens(ELEC)
    (at.pupil,) = await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": at.formation})
    at.period = await lycee.publishes_a_period(at.formation)
    at.site = await lycee.knows_a_host()
    at.id = await lycee.places(at.pupil, at.period, at.site)
    return at


async def sets(
    lycee: Lycee,
    placement: UUID,
    starts_on: date,
    ends_on: date,
    *,
    version: int = 2,
    reason: EndReason | None = EndReason.COMPANY,
) -> None:
    await lycee.do(
        set_placement_dates,
        placement_id=placement,
        version=version,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        now=lycee.now,
    )


async def test_real_dates_have_a_reason_and_leave_the_coverage_as_it_is(
    lycee: Lycee, place: Place
) -> None:
    with pytest.raises(OwnDatesWithoutReason):
        await sets(lycee, place.id, LATER, ENDS, reason=None)
    before = len(await lycee.published(CoverageChangedV1))
    await sets(lycee, place.id, LATER, ENDS)

    (told,) = await lycee.published(PlacementRescheduledV1)
    assert (told.starts_on, told.ends_on, told.reason) == (LATER, ENDS, EndReason.COMPANY)
    assert len(await lycee.published(CoverageChangedV1)) == before
    letter = await lycee.do(read_placement_letter, place.id)
    assert (letter.starts_on, letter.ends_on) == (LATER, ENDS)


async def test_the_dates_of_the_period_again_need_no_reason(lycee: Lycee, place: Place) -> None:
    await sets(lycee, place.id, LATER, ENDS)
    await sets(lycee, place.id, STARTS, ENDS, version=3, reason=None)
    assert [one.reason for one in await lycee.published(PlacementRescheduledV1)] == [
        EndReason.COMPANY,
        None,
    ]


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(ENDS, STARTS), (STARTS, date(2027, 9, 6)), (date(2026, 7, 1), ENDS)],
)
async def test_dates_in_disorder_or_of_another_year_are_refused(
    lycee: Lycee, place: Place, starts_on: date, ends_on: date
) -> None:
    with pytest.raises(OwnDatesInvalid):
        await sets(lycee, place.id, starts_on, ends_on)


async def test_a_pupil_is_at_one_host_at_a_time(lycee: Lycee, place: Place) -> None:
    spring = await lycee.publishes_a_period(
        place.formation, starts_on=date(2027, 3, 8), ends_on=date(2027, 4, 2)
    )
    other = await lycee.places(place.pupil, spring, await lycee.knows_a_host())
    with pytest.raises(OwnDatesOverlap, match="du 08/03/2027 au 02/04/2027"):
        await sets(lycee, place.id, STARTS, date(2027, 3, 8))
    with pytest.raises(OwnDatesOverlap, match="du 04/01/2027 au 29/01/2027"):
        await sets(lycee, other, ENDS, date(2027, 4, 2))
    await sets(lycee, other, ENDS + timedelta(days=1), date(2027, 4, 2))


async def test_a_place_is_not_proposed_for_days_of_another_one(lycee: Lycee, place: Place) -> None:
    spring = {"starts_on": date(2027, 2, 8), "ends_on": date(2027, 3, 5)}
    period = await lycee.publishes_a_period(place.formation, **spring)
    await sets(lycee, place.id, STARTS, date(2027, 2, 12))
    with pytest.raises(StaysOverlap, match="du 04/01/2027 au 12/02/2027"):
        await lycee.proposes(place.pupil, period, place.site)

    await sets(lycee, place.id, STARTS, date(2027, 2, 7), version=3)
    await lycee.proposes(place.pupil, period, place.site)
    with pytest.raises(OwnDatesOverlap, match="du 08/02/2027 au 05/03/2027"):
        await sets(lycee, place.id, STARTS, date(2027, 2, 8), version=4)


async def test_an_end_is_not_taken_back_over_another_place(lycee: Lycee, place: Place) -> None:
    spring = {"starts_on": date(2027, 2, 8), "ends_on": date(2027, 3, 5)}
    period = await lycee.publishes_a_period(place.formation, **spring)
    other = await lycee.places(place.pupil, period, await lycee.knows_a_host())
    lycee.now = NOW + timedelta(days=(LATER - NOW.date()).days + 1)
    await lycee.interrupts(place.id, on=LATER)
    await sets(lycee, other, LATER + timedelta(days=1), date(2027, 3, 5))

    with pytest.raises(StaysOverlap, match="du 12/01/2027 au 05/03/2027"):
        await lycee.undoes_the_end(place.id)
    await sets(lycee, other, *spring.values(), version=3, reason=None)
    await lycee.undoes_the_end(place.id)


@pytest.mark.parametrize(
    ("last_day", "left_on", "left", "agreed"),
    [
        (ENDS - timedelta(days=7), ENDS - timedelta(days=3), 0, 1),
        (ENDS + timedelta(days=7), ENDS + timedelta(days=3), 1, 0),
        (ENDS + timedelta(days=7), ENDS + timedelta(days=8), 0, 1),
    ],
)
async def test_who_leaves_has_left_when_their_own_last_day_is_not_over(
    lycee: Lycee, place: Place, last_day: date, left_on: date, left: int, agreed: int
) -> None:
    await sets(lycee, place.id, STARTS, last_day)
    lycee.now = NOW + timedelta(days=100)
    await lycee.do(
        record_departure, pupil_year_id=place.pupil, version=1, on=left_on, now=lycee.now
    )
    last = (await lycee.published(CoverageChangedV1))[-1]
    assert (last.concerned, last.left, last.host_agreed) == (1, left, agreed)


async def test_what_follows_a_longer_place_is_for_the_days_it_still_had(
    lycee: Lycee, place: Place
) -> None:
    await sets(lycee, place.id, STARTS, ENDS + timedelta(days=14))
    lycee.now = NOW + timedelta(days=(ENDS - NOW.date()).days + 8)
    await lycee.interrupts(place.id, version=3, on=ENDS + timedelta(days=5))
    other = await lycee.places(place.pupil, place.period, place.site)
    letter = await lycee.do(read_placement_letter, other)
    assert (letter.starts_on, letter.ends_on) == (
        ENDS + timedelta(days=6),
        ENDS + timedelta(days=14),
    )


async def test_what_follows_does_not_begin_before_the_rupture(lycee: Lycee, place: Place) -> None:
    lycee.now = NOW + timedelta(days=(LATER - NOW.date()).days + 1)
    await lycee.interrupts(place.id, on=LATER)
    other = await lycee.places(place.pupil, place.period, place.site)
    with pytest.raises(OwnDatesOverlap, match="du 04/01/2027 au 11/01/2027"):
        await sets(lycee, other, LATER, ENDS)
    await sets(lycee, other, LATER + timedelta(days=3), ENDS + timedelta(days=7))
    with pytest.raises(PlacementMoveRefused):
        await sets(lycee, place.id, STARTS, ENDS, version=3)


async def test_a_place_begins_and_ends_on_its_real_days(lycee: Lycee, place: Place) -> None:
    await sets(lycee, place.id, LATER, ENDS + timedelta(days=7))
    lycee.now = NOW + timedelta(days=100)
    with pytest.raises(PlacementMoveRefused, match="n’y avait pas commencé"):
        await lycee.interrupts(place.id, version=3, on=LATER - timedelta(days=1))
    await lycee.interrupts(place.id, version=3, on=ENDS + timedelta(days=6))


async def test_seats_are_those_of_the_real_weeks(
    lycee: Lycee, database: Database, place: Place
) -> None:
    await sets(lycee, place.id, LATER, ENDS + timedelta(days=7))
    await run_due_work(timed, lycee.units, database.relay_dsn, NOW + timedelta(days=1))
    told = [(one.week, one.seats) for one in await lycee.published(SiteHostingTalliedV1)]
    assert told == [("2027-W02", 1), ("2027-W03", 1), ("2027-W04", 1), ("2027-W05", 1)]


async def test_another_lycee_sets_no_dates(lycee: Lycee, other_lycee: Lycee, place: Place) -> None:
    with pytest.raises(NotFound):
        await sets(other_lycee, place.id, LATER, ENDS)
    assert await lycee.published(PlacementRescheduledV1) == []


async def test_a_bureau_sets_the_dates_and_takes_them_back(bureau: Visitor, place: Place) -> None:
    here = f"/pfmp/placements/{place.id}"
    page = await bureau.get(here)
    form = page.form(f"{here}/dates")
    refused = await bureau.send(form, starts_on="2027-01-11", reason="")
    assert refused.status == 422
    assert "dites du fait de qui" in refused.text
    assert refused.form(f"{here}/dates").typed()["starts_on"] == "2027-01-11"
    page = await bureau.send(form, starts_on="2027-01-11", reason="school")
    assert "Dates enregistrées." in page.text
    assert "du 11/01/2027 au 29/01/2027" in page.text
    story = await bureau.get(f"/pfmp/eleves/{place.pupil}")
    assert "Du 11 au 29 janvier 2027" in story.text


async def test_who_moves_a_period_is_told_of_the_places_that_keep_their_own_days(
    bureau: Visitor, lycee: Lycee, place: Place
) -> None:
    path = f"/pfmp/periodes/{place.period}/dates"
    page = await bureau.get(path)
    assert "propres dates" not in page.text
    page = await bureau.send(page.form(path), starts_on="2027-01-11", ends_on="2027-02-05")
    assert "Dates corrigées." in page.text
    assert "propres dates" not in page.text
    await sets(lycee, place.id, LATER, ENDS)

    page = await bureau.get(path)
    assert "1 lieu d’accueil a ses propres dates, qui ne bougeront pas" in page.text
    page = await bureau.send(page.form(path), starts_on="2027-01-04", ends_on="2027-01-29")
    assert "1 lieu d’accueil garde ses propres dates, à vérifier." in page.text
