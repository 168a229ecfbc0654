"""How far campaigns are: counted again from what is folded, exact after corrections, no zero of what was not told."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
import pytest_asyncio
from fastapi import FastAPI

from contracts.coordination.campaigns import (
    CampaignChangedV1,
    CampaignClosedV1,
    CampaignId,
    CampaignMeasure,
    CampaignOpenedV1,
    CampaignTargetId,
    CampaignTargetStatedV1,
)
from contracts.event import Event
from contracts.identifiers import SiteKey, Uai
from contracts.notices import AskedNotice, NoticeFacts, NoticeKind, NoticesRequest
from contracts.partnerships.actions import ActionCancelledV1, ActionHeldV1, ActionPlannedV1
from contracts.publication import FactFamily
from contracts.supervision.campaigns import CampaignReminderStatedV1, CampaignTargetReachedV1
from services.chassis.base.identity import Role
from services.chassis.base.settings import placeholder_uai
from services.chassis.unit_of_work.scheduled_jobs import TimedWorker, run_due_work
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.chassis.web.requests.lycee_choice import COOKIE
from services.chassis.web.views.french import PARIS
from services.supervision.answers import notices_of_the_department
from services.supervision.base.figures import Figure, Told, Untold
from services.supervision.campaigns.model import Progress, Share, is_behind, next_morning, together
from services.supervision.campaigns.queries import read_campaign, read_progress, read_shares
from services.supervision.network_dues.queries import waiting_at
from services.supervision.service import SERVICE
from services.supervision.subscribers import timed
from tests.supervision.browsing import browsing, without_tags
from tests.supervision.network import (
    BOURDELLE,
    ELECTRICITY,
    NOW,
    OTHER,
    SILENT,
    TODAY,
    WHOLE_DEPARTMENT,
    WOOD,
    Network,
    action,
    an_id,
    coverage,
    exchange,
    folded,
    hosting,
    lycee,
    period,
    published,
    taken_back,
)
from tests.support.portal import KnownSessions
from tests.support.services import Published, ServiceDatabases

DSDEN = placeholder_uai("82")
FROM, UNTIL = date(2026, 11, 23), date(2026, 12, 18)
ID = CampaignId(an_id("campaign"))
SITE, OTHER_SITE = SiteKey.local(an_id("site 1")), SiteKey.local(an_id("site 2"))
FOURTH = Uai("0820021C")


def campaign(
    measure: CampaignMeasure = CampaignMeasure.EXCHANGES,
    kind: type[CampaignOpenedV1 | CampaignChangedV1 | CampaignClosedV1] = CampaignOpenedV1,
    **more: Any,
) -> Event:
    told: dict[str, Any] = {
        "mefs": (),
        "from_on": FROM,
        "until_on": UNTIL,
        "stays_from": None,
        "stays_until": None,
    }
    return kind(campaign_id=ID, measure=measure, occurred_on=TODAY, **{**told, **more})


@dataclass
class Asked:
    """A campaign, what lycées told, and where they are."""

    work: UnitsOfWork
    network: Network = field(default_factory=Network)

    def asks(self, target: int | None, uai: Uai = BOURDELLE, version: int = 1) -> None:
        self.network.tell(
            CampaignTargetStatedV1(
                target_id=CampaignTargetId(an_id(f"target {uai}")),
                campaign_id=ID,
                target=target,
                occurred_on=TODAY,
            ),
            uai=uai,
            version=version,
        )

    def begins(self, measure: CampaignMeasure, *uais: Uai, **more: Any) -> None:
        """It asks for ten of each of these lycées, which were there before."""
        self.network.tell(campaign(measure, **more), uai=DSDEN)
        for uai in uais or (BOURDELLE,):
            name = f"Lycée {uai}"
            self.network.tell(lycee(name, uai), uai=uai, at=NOW - timedelta(days=60))
            self.asks(10, uai)

    def tell(self, event: Event, uai: Uai = BOURDELLE, version: int = 1) -> None:
        self.network.tell(event, uai=uai, version=version)

    async def lines(self, now: datetime = NOW) -> Sequence[Progress]:
        await folded(self.work, self.network.told)
        async with self.work.begin(WHOLE_DEPARTMENT, now=now) as uow:
            return await read_progress(uow, await read_campaign(uow, ID))

    async def of(self, uai: Uai = BOURDELLE, now: datetime = NOW) -> Told:
        return next(one.told for one in await self.lines(now) if one.uai == uai)


@pytest.fixture
def asked(work: UnitsOfWork) -> Asked:
    return Asked(work)


STAYS = {"stays_from": date(2027, 1, 1), "stays_until": date(2027, 1, 31)}


async def test_places_are_those_of_periods_that_begin_in_the_days_and_follow_corrections(
    asked: Asked,
) -> None:
    asked.begins(CampaignMeasure.PLACES, **STAYS)
    asked.tell(period(name="january", starts_on=date(2027, 1, 4)))
    asked.tell(period(name="march", starts_on=date(2027, 3, 1)))
    asked.tell(coverage(9, name="january"))
    asked.tell(coverage(18, name="march"))
    assert await asked.of() == Figure(9, 20)
    # A place was lost, and the period then moved out of these days.
    asked.tell(coverage(8, name="january"), version=2)
    assert await asked.of() == Figure(8, 20)
    asked.tell(period(name="january", starts_on=date(2027, 2, 8)), version=2)
    assert await asked.of() is Untold.UNTOLD


async def test_places_that_were_there_before_the_first_day_are_found_by_nobody(
    asked: Asked,
) -> None:
    asked.begins(CampaignMeasure.PLACES, **STAYS)
    before = datetime.combine(FROM - timedelta(days=1), time(9), PARIS)
    asked.tell(period(name="january", starts_on=date(2027, 1, 4)))
    asked.network.tell(coverage(15, name="january"), at=before)
    [line] = await asked.lines()
    assert (line.told, line.already, line.reached) == (Figure(0, 20), 15, False)
    asked.tell(coverage(18, name="january"), version=2)
    [line] = await asked.lines()
    assert (line.told, line.missing) == (Figure(3, 20), 7)
    # Fewer than were there before is no debt.
    asked.tell(coverage(11, name="january"), version=3)
    assert await asked.of() == Figure(0, 20)


async def test_what_one_lycee_found_over_its_target_hides_nothing_another_one_lacks(
    asked: Asked,
) -> None:
    asked.begins(CampaignMeasure.EXCHANGES, BOURDELLE, OTHER)
    for uai, many in ((BOURDELLE, 13), (OTHER, 7)):
        for number in range(many):
            asked.tell(exchange(f"{uai} {number}", on=FROM), uai=uai)
    lines = await asked.lines()
    assert {one.uai: one.missing for one in lines} == {BOURDELLE: 0, OTHER: 3}
    assert together(lines).told == Figure(17)


async def test_places_are_of_the_formations_that_are_asked_for(asked: Asked) -> None:
    asked.begins(CampaignMeasure.PLACES, mefs=(WOOD,), **STAYS)
    asked.tell(period(name="january"))
    asked.tell(coverage(9))
    asked.tell(coverage(4, mef=WOOD))

    [one] = await asked.lines()

    # The period was told of the other formation alone: what is counted of it waits for its days.
    assert (one.told, one.untold_parts) == (Untold.UNTOLD, 0)
    asked.tell(period(WOOD, name="january"), version=2)
    assert await asked.of() == Figure(4, 20)


async def test_a_formation_whose_counts_are_not_told_leaves_open_whether_some_miss(
    asked: Asked,
) -> None:
    asked.begins(CampaignMeasure.PLACES, **STAYS)
    asked.tell(period(ELECTRICITY, WOOD, name="january"))
    asked.tell(coverage(9))

    [one] = await asked.lines()

    assert (one.told, one.untold_parts) == (Figure(9, 20), 1)
    assert (one.missing, one.reached) == (None, None)
    asked.tell(coverage(10), version=2)
    [one] = await asked.lines()
    assert (one.missing, one.reached) == (0, True)


async def test_a_host_is_new_in_the_week_of_its_first_pupil_and_gone_with_it(asked: Asked) -> None:
    asked.begins(CampaignMeasure.NEW_HOSTS, **STAYS)
    asked.tell(hosting(SITE, 2, "2027-W03"))
    asked.tell(hosting(SITE, 2, "2027-W04"))
    asked.tell(hosting(OTHER_SITE, 1, "2027-W03"))
    assert await asked.of() == Figure(2)
    # One had a pupil in October already; the other stay was taken back.
    asked.tell(hosting(SITE, 1, "2026-W41"))
    assert await asked.of() == Figure(1)
    asked.tell(hosting(OTHER_SITE, 0, "2027-W03"), version=2)
    assert await asked.of() == Figure(0)


async def test_exchanges_are_those_of_the_days_without_those_that_were_taken_back(
    asked: Asked,
) -> None:
    asked.begins(CampaignMeasure.EXCHANGES)
    asked.tell(exchange("a"))
    asked.tell(exchange("b"))
    asked.tell(exchange("before", on=FROM - timedelta(days=1)))
    assert await asked.of() == Figure(2)
    asked.tell(taken_back("b"), version=2)
    assert await asked.of() == Figure(1)


async def test_actions_are_those_that_were_held(asked: Asked) -> None:
    asked.begins(CampaignMeasure.ACTIONS)
    asked.tell(action("a", ActionPlannedV1))
    asked.tell(action("b", ActionHeldV1, pupils=12, accompanying=1))
    assert await asked.of() == Figure(1)
    asked.tell(action("b", ActionCancelledV1), version=2)
    assert await asked.of() == Figure(0)


async def test_a_change_counts_otherwise_and_who_is_asked_no_more_is_not_there(
    asked: Asked,
) -> None:
    asked.begins(CampaignMeasure.EXCHANGES, BOURDELLE, OTHER)
    asked.tell(exchange("a"))
    asked.tell(action("b", ActionHeldV1, pupils=12, accompanying=1))
    asked.network.tell(campaign(CampaignMeasure.ACTIONS, CampaignChangedV1), uai=DSDEN, version=2)
    asked.asks(None, OTHER, version=2)

    [one] = await asked.lines()

    assert (one.uai, one.told, one.missing) == (BOURDELLE, Figure(1), 9)


@pytest.mark.parametrize(
    ("measure", "family", "more"),
    [
        (CampaignMeasure.PLACES, FactFamily.COVERAGE, STAYS),
        (CampaignMeasure.NEW_HOSTS, FactFamily.HOSTING, STAYS),
        (CampaignMeasure.EXCHANGES, FactFamily.EXCHANGES, {}),
        (CampaignMeasure.ACTIONS, FactFamily.EXCHANGES, {}),
    ],
)
async def test_what_a_head_keeps_is_not_published_and_is_in_no_sum(
    asked: Asked, measure: CampaignMeasure, family: FactFamily, more: dict[str, Any]
) -> None:
    asked.begins(measure, **more)
    asked.tell(period())
    asked.tell(coverage(9))
    asked.tell(hosting(SITE, 2))
    asked.tell(exchange("a"))
    asked.tell(action("a", ActionHeldV1, pupils=12, accompanying=1))
    assert isinstance(await asked.of(), Figure)
    asked.tell(published(family, (TODAY, False)))

    [one] = await asked.lines()

    assert (one.told, one.reached, one.missing) == (Untold.WITHHELD, None, None)
    assert (together([one]).told, together([one]).without) == (Untold.UNTOLD, 1)


async def test_days_that_were_kept_are_missing_also_once_the_family_is_open(asked: Asked) -> None:
    asked.begins(CampaignMeasure.EXCHANGES)
    asked.tell(exchange("a"))
    kept, again = FROM, FROM + timedelta(days=1)
    asked.tell(published(FactFamily.EXCHANGES, (kept, False), (again, True)))
    assert await asked.of() is Untold.WITHHELD
    # Days of before the campaign are of no concern to it.
    earlier = (FROM - timedelta(days=9), False), (FROM - timedelta(days=2), True)
    asked.tell(published(FactFamily.EXCHANGES, *earlier), version=2)
    assert await asked.of() == Figure(1)


async def test_a_silent_lycee_has_no_zero_and_one_that_was_heard_of_since_has(
    asked: Asked,
) -> None:
    asked.begins(CampaignMeasure.EXCHANGES, BOURDELLE, OTHER, SILENT)
    asked.network.tell(
        exchange("old", on=date(2026, 10, 1)), at=NOW - timedelta(days=40), uai=OTHER
    )
    asked.tell(action("a", ActionPlannedV1))

    by_uai = {one.uai: one for one in await asked.lines()}

    assert {uai: one.told for uai, one in by_uai.items()} == {
        BOURDELLE: Figure(0),
        OTHER: Untold.SILENT,
        SILENT: Untold.SILENT,
    }
    assert (by_uai[OTHER].silent, by_uai[BOURDELLE].silent) == (True, False)


# Who reads what


@asynccontextmanager
async def reading(
    app: FastAPI, sessions: KnownSessions, role: Role, uai: Uai | None
) -> AsyncIterator[httpx2.AsyncClient]:
    async with browsing(app, sessions.sign_in((role, uai))) as browser:
        yield browser


async def read(browser: httpx2.AsyncClient, rest: str = "") -> str:
    answer = await browser.get(f"/departement/fragments/campagnes/{ID}{rest}")
    assert answer.status_code == 200, answer.text
    return without_tags(answer.text)


async def three_lycees(asked: Asked) -> None:
    asked.begins(CampaignMeasure.EXCHANGES, BOURDELLE, OTHER, SILENT)
    for number, uai in enumerate((BOURDELLE, OTHER, SILENT), start=1):
        for many in range(number):
            asked.tell(exchange(f"{uai} {many}"), uai=uai)
    await folded(asked.work, asked.network.told)


async def test_a_bureau_reads_its_own_figure_and_the_sum_and_no_other_lycee(
    asked: Asked, app: FastAPI, sessions: KnownSessions, supervisor: httpx2.AsyncClient
) -> None:
    await three_lycees(asked)

    whole = await read(supervisor)
    assert all(f"Lycée {uai}" in whole for uai in (BOURDELLE, OTHER, SILENT))
    assert "Ensemble : 6 sur 30" in whole
    assert "6 sur 30" in await read(supervisor, "/ligne")
    async with reading(app, sessions, Role.RBDE, OTHER) as browser:
        own = await read(browser)
        line = await read(browser, "/ligne")
        page = (await browser.get(f"/departement/campagnes/{ID}")).text

    assert "2 sur 10" in own
    assert "Il manque 8" in own
    assert "Ensemble : 6 sur 30" in own
    assert (BOURDELLE in own, SILENT in own, BOURDELLE in page) == (False, False, False)
    assert "2 sur 10" in line


async def test_of_two_lycees_a_bureau_reads_no_sum_it_would_find_the_other_in(
    asked: Asked, app: FastAPI, sessions: KnownSessions, supervisor: httpx2.AsyncClient
) -> None:
    asked.begins(CampaignMeasure.EXCHANGES, BOURDELLE, OTHER)
    asked.tell(exchange("a"))
    asked.tell(exchange("b"), uai=OTHER)
    await folded(asked.work, asked.network.told)

    async with reading(app, sessions, Role.RBDE, OTHER) as browser:
        own = await read(browser)

    assert "Ensemble" not in own
    assert "au moins trois lycées" in own
    assert "Ensemble : 2 sur 20" in await read(supervisor)


async def test_who_works_for_two_of_three_reads_no_sum_they_would_find_the_third_in(
    asked: Asked, app: FastAPI, sessions: KnownSessions
) -> None:
    await three_lycees(asked)
    account = an_id("who works for two")
    both = sessions.sign_in((Role.RBDE, BOURDELLE), (Role.ATCT, OTHER), account=account)

    async with browsing(app, both) as browser:
        own = await read(browser)
        # With one of them shown, the other one is a click away.
        browser.cookies.set(COOKIE, f"{OTHER}.{account.hex}")
        of_one = await read(browser)

    assert ("1 sur 10" in own, "2 sur 10" in own) == (True, True)
    assert ("1 sur 10" in of_one, "2 sur 10" in of_one) == (False, True)
    assert ("Ensemble" in own, "Ensemble" in of_one) == (False, False)
    assert "dont au moins deux autres" in own


async def test_a_campaign_nobody_is_heard_of_in_says_nothing_of_the_supervisor_s_lycee(
    asked: Asked, supervisor: httpx2.AsyncClient
) -> None:
    asked.network.tell(campaign(), uai=DSDEN)
    await folded(asked.work, asked.network.told)

    whole = await read(supervisor)

    assert "ce n’est pas un zéro" in whole
    assert "Votre lycée" not in whole


async def test_a_lycee_that_is_not_asked_has_no_figure(
    asked: Asked, app: FastAPI, sessions: KnownSessions
) -> None:
    await three_lycees(asked)

    async with reading(app, sessions, Role.HEAD, FOURTH) as browser:
        own = await read(browser)

    assert "Votre lycée n’est pas sollicité." in own
    assert "Ensemble : 6 sur 30" in own


# A week before the end


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (at(date(2026, 12, 11), 6), at(date(2026, 12, 11), 7)),
        (at(date(2026, 12, 11), 7), at(date(2026, 12, 12), 7)),
        # over the night the clocks change
        (at(date(2027, 3, 27), 9), at(date(2027, 3, 28), 7)),
    ],
)
def test_campaigns_are_looked_at_each_morning(after: datetime, due: datetime) -> None:
    assert next_morning(after) == due


@dataclass
class Mornings:
    """The timed work of supervision."""

    asked: Asked
    relay_dsn: str
    published: Published

    async def of(self, *days: date) -> list[str]:
        """The ends that were said after the mornings of these days, of all so far."""
        for day in days:
            now = at(day)
            await TimedWorker(timed, self.asked.work).plan_standing(at(day, 5))
            while await run_due_work(timed, self.asked.work, self.relay_dsn, now):
                pass
        return sorted(str(one.until_on) for one in await self.published(CampaignReminderStatedV1))

    async def says(self, uai: Uai, reminder: UUID, now: datetime) -> NoticeFacts | None:
        about = AskedNotice(kind=NoticeKind.CAMPAIGN_BEHIND, about=reminder)
        scope = Scope(frozenset({uai}))
        async with self.asked.work.begin(scope, uai=uai, now=now) as uow:
            request = NoticesRequest(asked=(about,))
            return (await notices_of_the_department(request, uow)).facts[0]


@pytest_asyncio.fixture
async def mornings(
    asked: Asked, service_databases: ServiceDatabases, published: Published
) -> Mornings:
    return Mornings(asked, service_databases.kept(SERVICE.name).relay_dsn, published)


async def test_a_lycee_under_its_target_is_told_once_a_week_before_the_end(
    mornings: Mornings, service_databases: ServiceDatabases
) -> None:
    # Told exactly what is asked, silent, and under the target.
    mornings.asked.begins(CampaignMeasure.EXCHANGES, BOURDELLE, OTHER, SILENT)
    mornings.asked.tell(exchange("a"))
    for many in range(10):
        mornings.asked.tell(exchange(f"b {many}"), uai=OTHER)
    await folded(mornings.asked.work, mornings.asked.network.told)

    assert await mornings.of(date(2026, 12, 9), date(2026, 12, 10)) == []
    assert await mornings.of(date(2026, 12, 11)) == [str(UNTIL)]
    assert await mornings.of(date(2026, 12, 11), date(2026, 12, 14), UNTIL) == [str(UNTIL)]
    superuser = await service_databases.superuser("supervision")
    rows = await superuser.fetch("SELECT uai, reminder_id FROM campaign_reminders")
    await superuser.close()
    assert [row["uai"] for row in rows] == [BOURDELLE]
    facts = await mornings.says(BOURDELLE, rows[0]["reminder_id"], at(date(2026, 12, 12)))
    assert facts is not None
    assert facts.standing
    assert facts.lines[-1].text == "1\u00a0sur\u00a010"
    assert facts.path == f"/campagnes/{ID}"
    assert await mornings.says(OTHER, rows[0]["reminder_id"], at(date(2026, 12, 12))) is None


async def test_a_week_end_and_days_without_a_process_are_made_up_for(mornings: Mornings) -> None:
    # A week before the end is a Saturday.
    mornings.asked.begins(CampaignMeasure.EXCHANGES, until_on=date(2026, 12, 19))
    mornings.asked.tell(exchange("a"))
    await folded(mornings.asked.work, mornings.asked.network.told)

    saturday = date(2026, 12, 12)
    assert await mornings.of(saturday, saturday + timedelta(days=1)) == []
    assert await mornings.of(date(2026, 12, 16)) == ["2026-12-19"]


async def test_another_end_is_told_again_and_one_that_is_over_is_not(mornings: Mornings) -> None:
    mornings.asked.begins(CampaignMeasure.EXCHANGES)
    mornings.asked.tell(exchange("a"))
    await folded(mornings.asked.work, mornings.asked.network.told)
    assert await mornings.of(date(2026, 12, 14)) == ["2026-12-18"]
    later = campaign(kind=CampaignChangedV1, until_on=date(2027, 1, 22))
    mornings.asked.network.tell(later, uai=DSDEN, version=2)
    await folded(mornings.asked.work, mornings.asked.network.told)
    assert await mornings.of(date(2026, 12, 15), date(2027, 1, 18)) == ["2026-12-18", "2027-01-22"]
    last = campaign(kind=CampaignChangedV1, until_on=date(2027, 2, 19))
    over = campaign(kind=CampaignClosedV1, until_on=date(2027, 2, 19))
    for version, event in enumerate((last, over), start=3):
        mornings.asked.network.tell(event, uai=DSDEN, version=version)
    await folded(mornings.asked.work, mornings.asked.network.told)

    assert len(await mornings.of(date(2027, 2, 15))) == 2


async def test_a_reminder_stands_no_more_once_the_target_is_reached(
    mornings: Mornings, service_databases: ServiceDatabases
) -> None:
    mornings.asked.begins(CampaignMeasure.EXCHANGES)
    mornings.asked.tell(exchange("a"))
    await folded(mornings.asked.work, mornings.asked.network.told)
    await mornings.of(date(2026, 12, 14))
    for many in range(9):
        mornings.asked.tell(exchange(f"b {many}"))
    await folded(mornings.asked.work, mornings.asked.network.told)
    superuser = await service_databases.superuser("supervision")
    reminder = await superuser.fetchval("SELECT reminder_id FROM campaign_reminders")
    await superuser.close()

    facts = await mornings.says(BOURDELLE, reminder, at(date(2026, 12, 15)))

    assert facts is not None
    assert not facts.standing


# Reached, behind, and day by day


async def test_the_supervisor_is_told_once_that_a_target_is_reached(
    mornings: Mornings, service_databases: ServiceDatabases
) -> None:
    mornings.asked.begins(CampaignMeasure.EXCHANGES, BOURDELLE, OTHER)
    for many in range(10):
        mornings.asked.tell(exchange(f"a {many}"))
    mornings.asked.tell(exchange("b"), uai=OTHER)
    await folded(mornings.asked.work, mornings.asked.network.told)

    await mornings.of(date(2026, 12, 2), date(2026, 12, 3))

    assert len(await mornings.published(CampaignTargetReachedV1)) == 1
    superuser = await service_databases.superuser("supervision")
    [row] = await superuser.fetch("SELECT uai, reached_id FROM campaign_reached")
    await superuser.close()
    assert row["uai"] == BOURDELLE

    async def told() -> NoticeFacts | None:
        about = AskedNotice(kind=NoticeKind.CAMPAIGN_REACHED, about=row["reached_id"])
        async with mornings.asked.work.begin(WHOLE_DEPARTMENT, now=at(date(2026, 12, 3))) as uow:
            request = NoticesRequest(asked=(about,))
            return (await notices_of_the_department(request, uow)).facts[0]

    facts = await told()
    assert facts is not None
    assert (facts.standing, facts.path) == (True, f"/campagnes/{ID}")
    # Asked for more since, it is reached no more.
    mornings.asked.asks(20, version=2)
    await folded(mornings.asked.work, mornings.asked.network.told[-1:])
    after = await told()
    assert after is not None
    assert not after.standing


@pytest.mark.parametrize(
    ("day", "many", "behind"),
    [
        # 26 days: no pace before a third of them is over.
        (date(2026, 11, 30), 0, False),
        (date(2026, 12, 2), 0, True),
        (date(2026, 12, 5), 4, False),
        (date(2026, 12, 5), 3, True),
        (UNTIL, 6, True),
        (UNTIL, 10, False),
        (UNTIL + timedelta(days=1), 0, False),
    ],
)
async def test_a_lycee_is_behind_under_two_thirds_of_an_even_pace(
    asked: Asked, day: date, many: int, *, behind: bool
) -> None:
    asked.begins(CampaignMeasure.EXCHANGES)
    for number in range(many):
        asked.tell(exchange(f"a {number}"))
    # Somebody was heard of since it began, whatever it told.
    asked.tell(exchange("gone"))
    asked.tell(taken_back("gone"), version=2)
    [line] = await asked.lines(at(day))

    async with asked.work.begin(WHOLE_DEPARTMENT, now=at(day)) as uow:
        campaign = await read_campaign(uow, ID)
        assert is_behind(campaign, line, day) is behind
        waits = await waiting_at(uow, day)
    assert (BOURDELLE in waits and waits[BOURDELLE].campaigns_behind == 1) is behind


async def test_of_a_silent_lycee_no_pace_is_said(asked: Asked) -> None:
    asked.begins(CampaignMeasure.EXCHANGES, SILENT)
    [line] = await asked.lines(at(UNTIL))
    async with asked.work.begin(WHOLE_DEPARTMENT, now=at(UNTIL)) as uow:
        assert not is_behind(await read_campaign(uow, ID), line, UNTIL)


async def test_what_was_found_is_read_day_by_day_and_drawn_with_its_table(
    asked: Asked, app: FastAPI, sessions: KnownSessions
) -> None:
    asked.begins(CampaignMeasure.EXCHANGES)
    for number, on in enumerate((FROM, FROM + timedelta(days=1), FROM + timedelta(days=1))):
        asked.tell(exchange(f"a {number}", on=on))
    await folded(asked.work, asked.network.told)
    day = FROM + timedelta(days=3)
    async with asked.work.begin(WHOLE_DEPARTMENT, now=at(day)) as uow:
        told = await read_shares(uow, await read_campaign(uow, ID), {BOURDELLE}, day)
    assert told == {
        FROM: Share(1, 10),
        FROM + timedelta(days=1): Share(3, 10),
        FROM + timedelta(days=2): Share(3, 10),
        day: Share(3, 10),
    }


async def test_a_campaign_nobody_heard_of_yet_is_followed_until_its_figures_are_there(
    asked: Asked, app: FastAPI, sessions: KnownSessions
) -> None:
    async with reading(app, sessions, Role.SUPERVISOR, None) as browser:
        path = f"/departement/fragments/campagnes/{ID}"
        early = await browser.get(path)
        assert (early.status_code, "dans un instant" in early.text) == (200, True)
        assert f'hx-get="{path}" hx-trigger="revision from:#flux"' in early.text
        assert (await browser.get(f"{path}/chiffres")).status_code == 404
        assert (await browser.get(f"/departement/campagnes/{ID}")).status_code == 404

        asked.begins(CampaignMeasure.EXCHANGES)
        asked.tell(exchange("a", on=FROM))
        await folded(asked.work, asked.network.told)
        later = (await browser.get(path)).text
        assert f'hx-get="{path}/chiffres"' in later
        assert "dans un instant" not in later
        assert "Lycée" in later


@pytest.mark.parametrize(
    ("measure", "more"), [(CampaignMeasure.NEW_HOSTS, STAYS), (CampaignMeasure.EXCHANGES, {})]
)
async def test_a_campaign_of_new_hosts_says_why_it_has_no_curve(
    asked: Asked, supervisor: httpx2.AsyncClient, measure: CampaignMeasure, more: dict[str, date]
) -> None:
    asked.begins(measure, **more)
    await folded(asked.work, asked.network.told)

    told = "Pas de courbe jour par jour" in await read(supervisor)

    assert told is (measure is CampaignMeasure.NEW_HOSTS)
