"""Preparing and publishing a PFMP period."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from contracts.internships.periods import (
    CoverageChangedV1,
    FormationOpenedV1,
    PfmpPeriodPublishedV1,
)
from services.chassis.base.errors import NotFound, StaleVersion
from services.internships.calendars.commands import (
    discard_period,
    publish_period,
    reschedule_period,
)
from services.internships.coverage.queries.periods import read_periods, read_pupils_of_period
from services.internships.periods.model import (
    ClassOutsideFormations,
    FormationOfAnotherLycee,
    PeriodAlreadyPublished,
    PeriodDatesInvalid,
    PeriodTooShort,
    PeriodWithoutFormation,
    iso_weeks,
    school_year_of,
)
from tests.internships.world import BOURDELLE, CARE, ELEC, ENDS, NOW, STARTS, TODAY, Lycee


def test_weeks_are_those_with_a_working_day() -> None:
    assert iso_weeks(date(2026, 12, 28), date(2027, 1, 11)) == (
        "2026-W53",
        "2027-W01",
        "2027-W02",
    )
    assert iso_weeks(date(2027, 1, 9), date(2027, 1, 10)) == ()


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "weeks", "refusal"),
    [
        (date(2027, 1, 29), date(2027, 1, 4), 4, PeriodDatesInvalid),
        (date(2027, 1, 4), date(2027, 1, 4), 4, PeriodDatesInvalid),
        (date(2027, 7, 12), date(2027, 8, 20), 4, PeriodDatesInvalid),
        (date(2027, 1, 4), date(2027, 1, 29), 5, PeriodDatesInvalid),
        (date(2027, 1, 4), date(2027, 1, 29), 2, PeriodTooShort),
    ],
)
def test_dates_that_do_not_go_together_are_refused(
    starts_on: date, ends_on: date, weeks: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        school_year_of(starts_on, ends_on, weeks)


async def test_a_formation_is_opened_once_and_its_label_corrected(lycee: Lycee) -> None:
    first = await lycee.opens(ELEC, "2de pro Metiers elec")
    assert await lycee.opens(ELEC, "2de pro Metiers elec") == first
    assert await lycee.opens(ELEC, "2de pro Électricité") == first

    told = await lycee.published(FormationOpenedV1)
    assert [f.label for f in told] == ["2de pro Metiers elec", "2de pro Électricité"]


async def test_a_draft_is_told_to_nobody(lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    before = len(await lycee.traffic())
    await lycee.drafts_a_period(formation)
    assert len(await lycee.traffic()) == before


async def test_a_published_period_is_told_with_the_figures_of_its_formations(lycee: Lycee) -> None:
    elec, care = await lycee.opens(ELEC), await lycee.opens(CARE, "1re pro ASSP")
    await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": elec})
    period = await lycee.publishes_a_period(elec, care)

    (told,) = await lycee.published(PfmpPeriodPublishedV1)
    assert told == PfmpPeriodPublishedV1(
        period_id=period,
        mefs=(ELEC, CARE),
        starts_on=STARTS,
        ends_on=ENDS,
        weeks=4,
        occurred_on=TODAY,
    )
    figures = await lycee.published(CoverageChangedV1)
    assert [(c.mef, c.concerned) for c in figures] == [(ELEC, 1), (CARE, 0)]


async def test_a_period_is_published_once(lycee: Lycee) -> None:
    period = await lycee.publishes_a_period(await lycee.opens(ELEC))
    with pytest.raises(PeriodAlreadyPublished):
        await lycee.do(publish_period, period_id=period, version=2, now=NOW)
    with pytest.raises(StaleVersion):
        await lycee.do(publish_period, period_id=period, version=1, now=NOW)


async def test_a_period_needs_a_formation_of_the_lycee(lycee: Lycee, other_lycee: Lycee) -> None:
    theirs = await other_lycee.opens(ELEC)
    own = await lycee.opens(ELEC)
    for chosen in ([theirs], [own, theirs], [uuid4()]):
        with pytest.raises(FormationOfAnotherLycee):
            await lycee.drafts_a_period(*chosen)
    with pytest.raises(PeriodWithoutFormation):
        await lycee.drafts_a_period()


async def test_another_lycee_cannot_publish_it(lycee: Lycee, other_lycee: Lycee) -> None:
    period = await lycee.drafts_a_period(await lycee.opens(ELEC))
    with pytest.raises(NotFound):
        await other_lycee.do(publish_period, period_id=period, version=1, now=NOW)


async def test_a_period_may_be_for_some_classes_only(lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    classes = {"2ELEC1": formation, "2ELEC2": formation}
    await lycee.imports("MARTIN Léa 2ELEC1", "ROUX Tom 2ELEC2", classes=classes)
    picked = await lycee.superuser.fetchval("SELECT class_id FROM classes WHERE label = '2ELEC2'")
    period = await lycee.publishes_a_period(formation, class_ids=[picked])

    (group,) = await lycee.do(read_pupils_of_period, period)
    assert [pupil.name for pupil in group.pupils] == ["ROUX Tom"]
    assert (await lycee.published(CoverageChangedV1))[-1].concerned == 1


async def test_a_class_is_picked_with_its_formation(lycee: Lycee) -> None:
    with pytest.raises(ClassOutsideFormations):
        await lycee.drafts_a_period(await lycee.opens(ELEC), class_ids=[uuid4()])


async def test_the_nearest_periods_come_first_and_drafts_last(lycee: Lycee) -> None:
    elec, care = await lycee.opens(ELEC), await lycee.opens(CARE, "1re pro ASSP")
    await lycee.imports(
        "MARTIN Léa 2ELEC",
        "ROUX Tom 1ASSP",
        "VIDAL Inès 1ASSP",
        classes={"2ELEC": elec, "1ASSP": care},
    )
    draft = await lycee.drafts_a_period(elec)
    one = await lycee.publishes_a_period(elec)
    two = await lycee.publishes_a_period(
        care, elec, starts_on=date(2027, 5, 31), ends_on=date(2027, 6, 25)
    )

    cards = await lycee.do(read_periods, frozenset({BOURDELLE}))
    assert [card.period.id for card in cards] == [one, two, draft]
    assert [line.mef for line in cards[1].lines] == [CARE, ELEC]
    assert cards[1].total.without == 3
    assert [line.counts.concerned for line in cards[2].lines] == [1]


async def test_corrected_dates_of_a_published_period_are_told_with_its_new_version(
    lycee: Lycee,
) -> None:
    period = await lycee.publishes_a_period(await lycee.opens(ELEC))
    await reschedules(lycee, period, version=2, ends_on=date(2027, 2, 5))

    _, told = await lycee.published(PfmpPeriodPublishedV1)
    assert (told.period_id, told.ends_on) == (period, date(2027, 2, 5))
    version = await lycee.superuser.fetchval(
        "SELECT headers->>'ce-version' FROM journal ORDER BY position DESC LIMIT 1"
    )
    assert version == "3"
    with pytest.raises(StaleVersion):
        await reschedules(lycee, period, version=2)


async def test_corrected_dates_of_a_draft_are_told_to_nobody(lycee: Lycee) -> None:
    period = await lycee.drafts_a_period(await lycee.opens(ELEC))
    before = len(await lycee.traffic())
    await reschedules(lycee, period, version=1)
    assert len(await lycee.traffic()) == before


async def test_a_period_stays_in_its_school_year(lycee: Lycee) -> None:
    period = await lycee.drafts_a_period(await lycee.opens(ELEC))
    with pytest.raises(PeriodDatesInvalid):
        await reschedules(
            lycee, period, version=1, starts_on=date(2027, 9, 6), ends_on=date(2027, 10, 1)
        )


async def test_a_draft_is_discarded_a_published_period_is_not(lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    draft = await lycee.drafts_a_period(formation)
    published = await lycee.publishes_a_period(formation)
    await lycee.do(discard_period, period_id=draft, version=1)
    with pytest.raises(PeriodAlreadyPublished):
        await lycee.do(discard_period, period_id=published, version=2)

    cards = await lycee.do(read_periods, frozenset({BOURDELLE}))
    assert [card.period.id for card in cards] == [published]


async def reschedules(
    lycee: Lycee,
    period: UUID,
    *,
    version: int,
    starts_on: date = STARTS,
    ends_on: date = ENDS,
) -> None:
    await lycee.do(
        reschedule_period,
        period_id=period,
        version=version,
        starts_on=starts_on,
        ends_on=ends_on,
        weeks=4,
        now=NOW,
    )
