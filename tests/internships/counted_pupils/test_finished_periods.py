"""A period that is over keeps its pupils and its figures, whatever lists of classes come later."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from uuid import UUID

import pytest
import pytest_asyncio

from contracts.internships.periods import CoverageChangedV1, WithdrawalReason
from services.chassis.unit_of_work.unit_of_work import Scope
from services.internships.calendars.commands import reschedule_period
from services.internships.counted_pupils.commands import (
    PeriodFollowsItsClasses,
    correct_counted_pupils,
)
from services.internships.coverage.model import Counts
from services.internships.coverage.queries.periods import read_period, read_pupils_of_period
from services.internships.coverage.store.statements import Statements
from services.internships.leavers.commands import cancel_departure, record_departure
from services.internships.participations.model import (
    PupilHasAPlacement,
    PupilNotConcerned,
)
from services.internships.rosters.commands import RosterInTheFuture
from services.internships.rosters.model.review import Review
from services.internships.rosters.model.roster import Decision
from tests.internships.world import CARE, ELEC, TODAY, WEEKS, YEAR, Lycee
from tests.support.pages import Visitor

STARTED, ENDED = date(2026, 9, 21), date(2026, 10, 16)
SEPTEMBER = datetime(2026, 9, 7, 8, tzinfo=UTC)
DAY = timedelta(days=1)
AS_IT_WAS = Counts(concerned=3, host_agreed=1)


@dataclass
class Autumn:
    """A PFMP of autumn, over since October: three pupils of one class, one of whom had a place."""

    lycee: Lycee
    elec: UUID
    care: UUID
    period: UUID
    coming: UUID
    placement: UUID
    zoe: UUID
    """Who has a place."""
    tom: UUID

    async def imports(self, *pupils: str, **options: object) -> None:
        classes = {"2ELEC": self.elec, "2ELEC2": self.elec, "1ASSP": self.care}
        named = {line.rsplit(" ", 1)[1] for line in pupils}
        kept = {label: formation for label, formation in classes.items() if label in named}
        await self.lycee.imports(*pupils, classes=kept, **options)

    async def figures(self, period: UUID | None = None) -> Counts:
        """Of the finished period, as its page shows them; counted so from the pupils too."""
        period = period or self.period
        total = (await self.lycee.do(read_period, period)).total
        async with self.lycee.units.begin(_scope(self.lycee), now=self.lycee.now) as uow:
            counted = await Statements(uow).count(self.lycee.uai, YEAR)
        assert counted[YEAR][period] == total
        return total

    async def names(self) -> list[str]:
        groups = await self.lycee.do(read_pupils_of_period, self.period)
        return sorted(pupil.name for group in groups for pupil in group.pupils)

    async def told(self) -> list[CoverageChangedV1]:
        changed = await self.lycee.published(CoverageChangedV1)
        return [fact for fact in changed if fact.period_id == self.period]

    async def pupil(self, name_key: str) -> UUID:
        found = await self.lycee.superuser.fetchval(
            "SELECT pupil_year_id FROM pupils WHERE name_key = $1", name_key
        )
        return UUID(str(found))

    async def version(self, pupil: UUID) -> int:
        found = await self.lycee.superuser.fetchval(
            "SELECT version FROM pupils WHERE pupil_year_id = $1", pupil
        )
        return int(found)


def _scope(lycee: Lycee) -> Scope:
    return Scope(frozenset({lycee.uai}))


@pytest_asyncio.fixture
async def autumn(lycee: Lycee) -> Autumn:
    then = replace(lycee, now=SEPTEMBER)
    elec, care = await then.opens(ELEC), await then.opens(CARE, "1re pro ASSP")
    await then.imports(
        *("MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", "SABATIER Zoé 2ELEC"), classes={"2ELEC": elec}
    )
    period = await then.publishes_a_period(elec, care, starts_on=STARTED, ends_on=ENDED)
    coming = await then.publishes_a_period(elec, care)
    rows = await lycee.superuser.fetch("SELECT pupil_year_id FROM pupils ORDER BY name_key")
    _, tom, zoe = [row["pupil_year_id"] for row in rows]
    placement = await then.proposes(zoe, period, await then.knows_a_host())
    await then.confirms(placement, on=SEPTEMBER.date())
    return Autumn(lycee, elec, care, period, coming, placement, zoe, tom)


async def test_a_class_list_imported_after_a_period_changes_nothing_of_it(autumn: Autumn) -> None:
    told = await autumn.told()
    await autumn.imports(
        *("MARTIN Léa 2ELEC", "NOUVEAU Ali 2ELEC", "NEUF Eva 2ELEC2", "VENUE Lou 1ASSP")
    )

    assert await autumn.figures() == AS_IT_WAS
    assert await autumn.told() == told
    assert await autumn.names() == ["MARTIN Léa", "ROUX Tom", "SABATIER Zoé"]
    # The period that comes is for everybody who is there.
    assert await autumn.figures(autumn.coming) == Counts(concerned=6)


async def test_a_pupil_who_changes_class_after_a_period_is_counted_there_as_before(
    autumn: Autumn,
) -> None:
    told = await autumn.told()
    await autumn.imports("SABATIER Zoé 1ASSP", decisions={2: Decision.SAME})

    assert await autumn.figures() == AS_IT_WAS
    assert await autumn.told() == told
    group = (await autumn.lycee.do(read_pupils_of_period, autumn.period))[0]
    assert group.formation == "2de pro Électricité"


async def test_what_is_corrected_of_a_place_after_the_pupil_changed_class_still_counts(
    autumn: Autumn,
) -> None:
    await autumn.imports("SABATIER Zoé 1ASSP", decisions={2: Decision.SAME})
    await autumn.lycee.withdraws(autumn.placement, version=2, reason=WithdrawalReason.MISTAKE)
    assert await autumn.figures() == Counts(concerned=3)


async def test_a_class_put_under_another_formation_keeps_its_finished_periods(
    autumn: Autumn,
) -> None:
    told = await autumn.told()
    rows = ("MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", "SABATIER Zoé 2ELEC")
    await autumn.lycee.imports(*rows, classes={"2ELEC": autumn.care})
    assert await autumn.figures() == AS_IT_WAS
    assert await autumn.told() == told


async def test_a_pupil_who_left_after_a_period_and_comes_back_changes_nothing_of_it(
    autumn: Autumn,
) -> None:
    told, lycee = await autumn.told(), autumn.lycee
    await lycee.do(record_departure, pupil_year_id=autumn.tom, version=1, on=TODAY, now=lycee.now)
    await lycee.do(cancel_departure, pupil_year_id=autumn.tom, version=2, now=lycee.now)
    assert await autumn.figures() == AS_IT_WAS
    assert await autumn.told() == told


async def test_a_pupil_who_comes_back_after_a_period_had_left_it_all_the_same(
    autumn: Autumn,
) -> None:
    during = replace(autumn.lycee, now=datetime(2026, 10, 2, 8, tzinfo=UTC))
    await during.do(
        record_departure, pupil_year_id=autumn.tom, version=1, on=during.now.date(), now=during.now
    )
    assert await autumn.figures() == Counts(concerned=3, left=1, host_agreed=1)

    lycee = autumn.lycee
    await autumn.imports("ROUX Tom 2ELEC", review=Review(returning={autumn.tom: 2}, asked=()))
    assert await autumn.figures() == Counts(concerned=3, left=1, host_agreed=1)
    assert await autumn.figures(autumn.coming) == Counts(concerned=3)

    # Had they never left, they were expected all along.
    await lycee.do(record_departure, pupil_year_id=autumn.tom, version=3, on=ENDED, now=lycee.now)
    await lycee.do(
        cancel_departure, pupil_year_id=autumn.tom, version=4, by_mistake=True, now=lycee.now
    )
    assert await autumn.figures() == AS_IT_WAS


async def test_a_departure_said_to_be_of_a_day_of_the_period_counts_in_it(autumn: Autumn) -> None:
    await autumn.imports("NOUVEAU Ali 2ELEC")
    lycee = autumn.lycee
    await lycee.do(
        record_departure, pupil_year_id=autumn.tom, version=1, on=ENDED - DAY, now=lycee.now
    )
    assert await autumn.figures() == Counts(concerned=3, left=1, host_agreed=1)


async def test_a_list_that_says_since_when_counts_from_that_day(autumn: Autumn) -> None:
    await autumn.imports("TARD Ugo 2ELEC")
    await autumn.imports("OUBLI Ana 2ELEC", review=Review(on=ENDED))
    # Who came by the list before came later than that day.
    assert await autumn.figures() == replace(AS_IT_WAS, concerned=4)
    assert "OUBLI Ana" in await autumn.names()
    assert "TARD Ugo" not in await autumn.names()

    await autumn.imports("MARTIN Léa 1ASSP", decisions={2: Decision.SAME}, review=Review(on=ENDED))
    mefs = {fact.mef: fact.concerned for fact in await autumn.told()}
    assert mefs == {ELEC: 3, CARE: 1}


async def test_a_list_is_not_of_a_day_to_come(autumn: Autumn) -> None:
    with pytest.raises(RosterInTheFuture):
        await autumn.imports("OUBLI Ana 2ELEC", review=Review(on=TODAY + DAY))


async def test_a_period_moved_to_days_to_come_follows_its_classes_again(autumn: Autumn) -> None:
    await autumn.imports("NOUVEAU Ali 2ELEC")
    lycee = autumn.lycee
    await lycee.do(
        reschedule_period,
        period_id=autumn.period,
        version=2,
        starts_on=STARTED,
        ends_on=TODAY,
        weeks=WEEKS,
        now=lycee.now,
    )
    assert await autumn.figures() == replace(AS_IT_WAS, concerned=4)


async def test_a_period_published_once_it_is_over_counts_who_is_there(autumn: Autumn) -> None:
    await autumn.imports("NOUVEAU Ali 2ELEC")
    late = await autumn.lycee.publishes_a_period(
        autumn.elec, starts_on=STARTED, ends_on=ENDED + DAY
    )
    await autumn.imports("NEUF Eva 2ELEC")
    assert await autumn.figures(late) == Counts(concerned=4)


LISTS = {
    "newcomers": (("NOUVEAU Ali 2ELEC", "NEUF Eva 1ASSP"), {}),
    "another class": (
        ("MARTIN Léa 2ELEC2", "ROUX Tom 2ELEC2"),
        {2: Decision.SAME, 3: Decision.SAME},
    ),
    "another formation": (("SABATIER Zoé 1ASSP",), {2: Decision.SAME}),
    "homonyms": (("MARTIN Léa 1ASSP", "ROUX Tom 1ASSP"), {2: Decision.OTHER, 3: Decision.OTHER}),
}


@pytest.mark.parametrize("order", list(permutations(LISTS)), ids=" then ".join)
async def test_in_whatever_order_lists_come_the_figures_published_of_a_finished_period_stay(
    autumn: Autumn, order: tuple[str, ...]
) -> None:
    told = await autumn.told()
    for name in order:
        rows, decisions = LISTS[name]
        await autumn.imports(*rows, decisions=decisions)
        assert await autumn.figures() == AS_IT_WAS
    assert await autumn.told() == told
    names = [name.partition(" (homonyme")[0] for name in await autumn.names()]
    assert names == ["MARTIN Léa", "ROUX Tom", "SABATIER Zoé"]


async def test_somebody_may_say_who_was_in_a_finished_period_and_take_it_back(
    autumn: Autumn, bureau: Visitor
) -> None:
    await autumn.imports("OUBLI Ana 2ELEC", "SABATIER Zoé 1ASSP", decisions={3: Decision.SAME})
    here = f"/pfmp/periodes/{autumn.period}"
    page = await bureau.get(here)
    assert "Élèves comptés" in page.text
    page = await bureau.get(f"{here}/effectif")
    assert "OUBLI Ana" in page.text
    # Whoever had a place there stays counted.
    assert "SABATIER" not in page.text
    assert "1 élève compté n’est plus dans ses classes" in page.text

    ana = await autumn.pupil("oubli|ana")
    page = await bureau.send(page.form(f"{here}/effectif"), adding=f"{autumn.elec}:{ana}")
    assert "1 élève corrigé" in page.text
    assert await autumn.figures() == replace(AS_IT_WAS, concerned=4)
    assert (await autumn.told())[-1].concerned == 4

    undone = await bureau.send(page.form(f"{here}/effectif/"))
    assert "comme avant" in undone.text
    assert await autumn.figures() == AS_IT_WAS


async def test_a_correction_without_a_tick_says_what_to_do(autumn: Autumn, bureau: Visitor) -> None:
    await autumn.imports("OUBLI Ana 2ELEC")
    here = f"/pfmp/periodes/{autumn.period}/effectif"
    page = await bureau.get(here)
    refused = await bureau.send(page.form(here))
    assert "Cochez au moins un élève." in refused.text
    assert await autumn.figures() == AS_IT_WAS


async def test_a_period_that_is_not_over_follows_its_classes_alone(
    autumn: Autumn, bureau: Visitor
) -> None:
    await autumn.imports("OUBLI Ana 2ELEC")
    page = await bureau.get(f"/pfmp/periodes/{autumn.coming}/effectif")
    assert "suit encore les listes de classes" in page.text
    with pytest.raises(PeriodFollowsItsClasses):
        await autumn.lycee.do(
            correct_counted_pupils,
            period_id=autumn.coming,
            adding=[(autumn.elec, autumn.tom)],
            removing=[],
            now=autumn.lycee.now,
        )


async def test_whoever_had_a_place_is_not_counted_out(autumn: Autumn) -> None:
    await autumn.imports("SABATIER Zoé 1ASSP", decisions={2: Decision.SAME})
    with pytest.raises(PupilHasAPlacement):
        await autumn.lycee.do(
            correct_counted_pupils,
            period_id=autumn.period,
            adding=[],
            removing=[(autumn.elec, autumn.zoe)],
            now=autumn.lycee.now,
        )


async def test_another_lycees_pupil_is_not_counted_in(autumn: Autumn, other_lycee: Lycee) -> None:
    await autumn.imports("NOUVEAU Ali 2ELEC")
    theirs = await other_lycee.opens(ELEC)
    (pupil,) = await other_lycee.imports("LOIN Max 2ELEC", classes={"2ELEC": theirs})
    with pytest.raises(PupilNotConcerned):
        await autumn.lycee.do(
            correct_counted_pupils,
            period_id=autumn.period,
            adding=[(autumn.elec, pupil)],
            removing=[],
            now=autumn.lycee.now,
        )
