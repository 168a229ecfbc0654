"""What happens after a place is confirmed: ruptures, no-shows, what follows, and taking it back."""

from datetime import date, timedelta
from uuid import UUID

import pytest
import pytest_asyncio

from contracts.identifiers import SiteKey
from contracts.internships.periods import (
    CoverageChangedV1,
    HostAgreedV1,
    PlacementConfirmedV1,
    PlacementWithdrawnV1,
    SiteHostingTalliedV1,
    WithdrawalReason,
)
from contracts.internships.placements import (
    EndReason,
    PlacementEndUndoneV1,
    PlacementInterruptedV1,
    PlacementLinkedV1,
    PlacementNotStartedV1,
)
from services.chassis.base.errors import NotFound
from services.chassis.database.engine import Database
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.internships.calendars.commands import reschedule_period
from services.internships.exemptions.commands import exempt_pupil
from services.internships.leavers.commands import record_departure
from services.internships.participations.model import ExemptionReason, PupilExempted
from services.internships.placements.commands.set_placement_dates import set_placement_dates
from services.internships.pupils.model import PupilLeft
from services.internships.stays.model.states import (
    EndInTheFuture,
    EndOnTheLastDay,
    PlacementBegun,
    PlacementFollowed,
    PlacementMoveRefused,
)
from services.internships.subscribers import timed
from tests.internships.world import ELEC, ENDS, NOW, STARTS, Lycee
from tests.support.pages import Visitor

LAST_DAY = date(2027, 1, 12)
DURING = NOW + timedelta(days=(LAST_DAY - NOW.date()).days + 1)
"""The day after: 13 January, a Wednesday."""


class Place:
    """A pupil with a confirmed place, in a period under way, and another host."""

    pupil: UUID
    period: UUID
    formation: UUID
    site: SiteKey
    other_site: SiteKey
    id: UUID


@pytest_asyncio.fixture
async def place(lycee: Lycee) -> Place:
    at = Place()
    at.formation = await lycee.opens(ELEC)
    at.pupil, _ = await lycee.imports(
        "MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": at.formation}
    )
    at.period = await lycee.publishes_a_period(at.formation)
    at.site = await lycee.knows_a_host()
    at.other_site = await lycee.knows_a_host(name="Menuiserie Tescou")
    at.id = await lycee.places(at.pupil, at.period, at.site)
    lycee.now = DURING
    return at


async def agreed(lycee: Lycee) -> list[int]:
    return [told.host_agreed for told in await lycee.published(CoverageChangedV1)]


async def hosted_weeks(lycee: Lycee, database: Database, place: Place) -> list[list[str]]:
    """The weeks each of the two hosts has somebody, as the department is told the day after."""
    await run_due_work(timed, lycee.units, database.relay_dsn, lycee.now + timedelta(days=1))
    seats: dict[tuple[SiteKey, str], int] = {}
    for one in await lycee.published(SiteHostingTalliedV1):
        seats[one.site_key, one.week] = one.seats
    return [
        [week for (site, week), pupils in sorted(seats.items()) if site == host and pupils]
        for host in (place.site, place.other_site)
    ]


async def test_after_a_rupture_the_pupil_is_without_a_place_again(
    lycee: Lycee, place: Place
) -> None:
    await lycee.interrupts(place.id, on=LAST_DAY, reason=EndReason.COMPANY)

    assert await agreed(lycee) == [0, 1, 0]
    (told,) = await lycee.published(PlacementInterruptedV1)
    assert (told.placement_id, told.pupil_year_id) == (place.id, place.pupil)
    assert (told.reason, told.occurred_on) == (EndReason.COMPANY, LAST_DAY)


async def test_the_department_learns_that_a_place_is_lost_and_not_the_last_day(
    lycee: Lycee, place: Place
) -> None:
    await lycee.interrupts(place.id, on=LAST_DAY, reason=EndReason.SCHOOL)

    (confirmed,) = await lycee.published(PlacementConfirmedV1)
    (lost,) = await lycee.published(PlacementWithdrawnV1)
    assert lost.reference == confirmed.reference
    assert lost.reason is WithdrawalReason.LYCEE
    assert lost.occurred_on == DURING.date()


async def test_resumed_elsewhere_the_pupil_is_counted_once(lycee: Lycee, place: Place) -> None:
    await lycee.interrupts(place.id, on=LAST_DAY)
    following = await lycee.places(place.pupil, place.period, place.other_site)

    assert await agreed(lycee) == [0, 1, 0, 1]
    (linked,) = await lycee.published(PlacementLinkedV1)
    assert (linked.placement_id, linked.follows) == (following, place.id)
    assert len(await lycee.published(PlacementConfirmedV1)) == 2


async def test_a_second_rupture_begins_after_the_first(lycee: Lycee, place: Place) -> None:
    await lycee.interrupts(place.id, on=LAST_DAY)
    second = await lycee.places(place.pupil, place.period, place.other_site)
    with pytest.raises(PlacementMoveRefused, match="n’y avait pas commencé ce jour-là"):
        await lycee.interrupts(second, on=LAST_DAY)
    lycee.now += timedelta(days=5)
    await lycee.interrupts(second, on=LAST_DAY + timedelta(days=3))
    third = await lycee.places(place.pupil, place.period, place.site)

    told = await lycee.published(PlacementLinkedV1)
    assert [(one.placement_id, one.follows) for one in told] == [
        (second, place.id),
        (third, second),
    ]
    assert (await agreed(lycee))[-1] == 1


async def test_a_place_follows_the_one_nothing_followed_yet(lycee: Lycee, place: Place) -> None:
    lycee.now += timedelta(days=9)
    # Known long after the first day: meanwhile the pupil was elsewhere.
    await lycee.notes_a_no_show(place.id, on=LAST_DAY + timedelta(days=8))
    second = await lycee.places(place.pupil, place.period, place.other_site)
    await lycee.do(
        set_placement_dates,
        placement_id=second,
        version=2,
        starts_on=STARTS,
        ends_on=ENDS,
        reason=EndReason.OTHER,
        now=lycee.now,
    )
    await lycee.interrupts(second, version=3, on=LAST_DAY)
    third = await lycee.places(place.pupil, place.period, place.site)

    told = await lycee.published(PlacementLinkedV1)
    assert [(one.placement_id, one.follows) for one in told] == [
        (second, place.id),
        (third, second),
    ]


async def test_that_nobody_came_may_be_known_once_all_is_over(lycee: Lycee, place: Place) -> None:
    lycee.now = DURING + timedelta(days=40)
    await lycee.notes_a_no_show(place.id, on=lycee.now.date())
    assert await agreed(lycee) == [0, 1, 0]


async def test_what_took_place_stays_where_it_was_when_the_period_moves(
    lycee: Lycee, database: Database, place: Place
) -> None:
    await lycee.interrupts(place.id, on=LAST_DAY)
    await lycee.do(
        reschedule_period,
        period_id=place.period,
        version=2,
        starts_on=STARTS + timedelta(days=14),
        ends_on=ENDS + timedelta(days=14),
        weeks=4,
        now=lycee.now,
    )
    assert await hosted_weeks(lycee, database, place) == [["2027-W01", "2027-W02"], []]


async def test_a_pupil_back_at_the_same_host_takes_one_seat(
    lycee: Lycee, database: Database, place: Place
) -> None:
    await lycee.interrupts(place.id, on=LAST_DAY)
    await lycee.places(place.pupil, place.period, place.site)
    await hosted_weeks(lycee, database, place)
    told = await lycee.published(SiteHostingTalliedV1)
    assert {one.seats for one in told if one.week == "2027-W02"} == {1}


async def test_a_pupil_who_never_came_needs_another_place(lycee: Lycee, place: Place) -> None:
    await lycee.notes_a_no_show(place.id, on=STARTS, reason=EndReason.PUPIL)

    (told,) = await lycee.published(PlacementNotStartedV1)
    assert (told.reason, told.occurred_on) == (EndReason.PUPIL, STARTS)
    assert await agreed(lycee) == [0, 1, 0]


async def test_a_rupture_told_after_the_period_counts_as_one_told_in_time(
    lycee: Lycee, place: Place
) -> None:
    lycee.now = DURING + timedelta(days=30)
    await lycee.interrupts(place.id, on=LAST_DAY)
    assert await agreed(lycee) == [0, 1, 0]


@pytest.mark.parametrize(
    ("on", "error"),
    [
        (DURING.date() + timedelta(days=1), EndInTheFuture),
        (STARTS - timedelta(days=1), PlacementMoveRefused),
    ],
)
async def test_a_rupture_is_on_a_day_that_was_of_the_period(
    lycee: Lycee, place: Place, on: date, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await lycee.interrupts(place.id, on=on)


async def test_who_stays_until_the_last_day_has_no_rupture(lycee: Lycee, place: Place) -> None:
    lycee.now = DURING + timedelta(days=30)
    with pytest.raises(EndOnTheLastDay):
        await lycee.interrupts(place.id, on=ENDS)
    with pytest.raises(PlacementMoveRefused, match="terminée"):
        await lycee.interrupts(place.id, on=ENDS + timedelta(days=1))


async def test_what_began_is_withdrawn_only_when_it_was_a_mistake(
    lycee: Lycee, place: Place
) -> None:
    with pytest.raises(PlacementBegun):
        await lycee.withdraws(place.id, version=2, reason=WithdrawalReason.HOST)
    await lycee.withdraws(place.id, version=2, reason=WithdrawalReason.MISTAKE)
    assert await agreed(lycee) == [0, 1, 0]


async def test_an_end_taken_back_leaves_everything_as_before(lycee: Lycee, place: Place) -> None:
    await lycee.interrupts(place.id, on=LAST_DAY)
    await lycee.undoes_the_end(place.id)

    assert await agreed(lycee) == [0, 1, 0, 1]
    (undone,) = await lycee.published(PlacementEndUndoneV1)
    assert undone.placement_id == place.id
    first, again = await lycee.published(PlacementConfirmedV1)
    assert again.reference != first.reference
    assert (first.new_host, again.new_host) == (True, False)
    # The host agreed once: nobody writes to it again.
    assert len(await lycee.published(HostAgreedV1)) == 1
    await lycee.interrupts(place.id, version=4, on=LAST_DAY)
    lost = [one.reference for one in await lycee.published(PlacementWithdrawnV1)]
    assert lost == [first.reference, again.reference]


async def test_an_end_is_not_taken_back_while_another_place_follows(
    lycee: Lycee, place: Place
) -> None:
    await lycee.interrupts(place.id, on=LAST_DAY)
    following = await lycee.proposes(place.pupil, place.period, place.other_site)
    with pytest.raises(PlacementFollowed):
        await lycee.undoes_the_end(place.id)
    await lycee.withdraws(following, version=1, reason=WithdrawalReason.MISTAKE)
    await lycee.undoes_the_end(place.id)
    assert (await agreed(lycee))[-1] == 1


async def test_an_end_is_not_taken_back_of_a_pupil_exempted_or_gone_since(
    lycee: Lycee, place: Place
) -> None:
    await lycee.interrupts(place.id, on=LAST_DAY)
    await lycee.do(
        exempt_pupil,
        period_id=place.period,
        pupil_year_id=place.pupil,
        reason=ExemptionReason.ALREADY_VALIDATED,
        now=lycee.now,
    )
    with pytest.raises(PupilExempted):
        await lycee.undoes_the_end(place.id)
    await lycee.do(
        record_departure, pupil_year_id=place.pupil, version=1, on=LAST_DAY, now=lycee.now
    )
    with pytest.raises(PupilLeft):
        await lycee.undoes_the_end(place.id)


async def test_who_leaves_the_lycee_during_a_place_was_there_until_the_day_before(
    lycee: Lycee, place: Place
) -> None:
    await lycee.do(
        record_departure, pupil_year_id=place.pupil, version=1, on=LAST_DAY, now=lycee.now
    )
    (told,) = await lycee.published(PlacementInterruptedV1)
    assert (told.reason, told.occurred_on) == (EndReason.PUPIL, LAST_DAY - timedelta(days=1))
    last = (await lycee.published(CoverageChangedV1))[-1]
    assert (last.concerned, last.left, last.host_agreed) == (2, 1, 0)


async def test_who_leaves_on_the_first_day_never_began(lycee: Lycee, place: Place) -> None:
    await lycee.do(record_departure, pupil_year_id=place.pupil, version=1, on=STARTS, now=lycee.now)
    (told,) = await lycee.published(PlacementNotStartedV1)
    assert told.occurred_on == STARTS


async def test_another_lycee_ends_nothing(lycee: Lycee, other_lycee: Lycee, place: Place) -> None:
    other_lycee.now = lycee.now
    with pytest.raises(NotFound):
        await other_lycee.interrupts(place.id, on=LAST_DAY)
    with pytest.raises(NotFound):
        await other_lycee.notes_a_no_show(place.id, on=LAST_DAY)
    await lycee.interrupts(place.id, on=LAST_DAY)
    with pytest.raises(NotFound):
        await other_lycee.undoes_the_end(place.id)


async def test_seats_are_those_of_each_host_for_the_weeks_somebody_was_there(
    lycee: Lycee, database: Database, place: Place
) -> None:
    await lycee.interrupts(place.id, on=LAST_DAY)
    lycee.now += timedelta(days=1)
    await lycee.places(place.pupil, place.period, place.other_site)
    assert await hosted_weeks(lycee, database, place) == [
        ["2027-W01", "2027-W02"],
        ["2027-W02", "2027-W03", "2027-W04"],
    ]


async def test_a_bureau_notes_a_rupture_in_two_taps_finds_another_place_and_reads_the_story(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    (lea,) = await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(
        formation, starts_on=date(2026, 11, 16), ends_on=date(2026, 12, 11)
    )
    placement = await lycee.places(lea, period, await lycee.knows_a_host())
    page = await bureau.get(f"/pfmp/periodes/{period}")
    assert "Voir, ou noter une rupture" in page.text

    page = await bureau.get(f"/pfmp/placements/{placement}")
    assert "En entreprise" in page.text
    form = page.form(f"/pfmp/placements/{placement}/rupture")
    refused = await bureau.send(form, on="2026-11-30", reason="company")
    assert refused.status == 422
    assert "Ce jour n’est pas encore passé" in refused.text
    unsaid = await bureau.send(form)
    assert unsaid.status == 422
    page = await bureau.send(form, reason="company")
    assert "Rupture notée" in page.text
    assert "Dernier jour en entreprise" in page.text

    page = await bureau.get("/pfmp/sans-lieu")
    assert "MARTIN Léa" in page.text
    other = await lycee.knows_a_host(name="Menuiserie Tescou")
    await lycee.places(lea, period, other)
    story = (await bureau.get(f"/pfmp/eleves/{lea}")).text
    assert story.index("Chaudronnerie du Quercy") < story.index("Menuiserie Tescou")
    assert "du fait de : l’entreprise" in story
    assert "à la suite du précédent" in story


async def test_a_rupture_is_taken_back_from_the_notice_and_again(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    (lea,) = await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(
        formation, starts_on=date(2026, 11, 16), ends_on=date(2026, 12, 11)
    )
    placement = await lycee.places(lea, period, await lycee.knows_a_host())
    here = f"/pfmp/placements/{placement}"
    page = await bureau.get(here)
    page = await bureau.send(page.form(f"{here}/absence"), reason="pupil")
    assert "« Jamais commencé » noté" in page.text
    page = await bureau.send(page.form(f"{here}/reprise"))
    assert "de nouveau confirmé" in page.text
    page = await bureau.send(page.form(f"{here}/absence"))
    assert "« Jamais commencé » noté" in page.text
