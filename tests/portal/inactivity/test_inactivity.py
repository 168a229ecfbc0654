"""An account nobody uses: its owner is told twice, then it is closed and erased; the last one stays."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from sqlalchemy import select

from contracts.notifications.mails import UnusedAccountWarnedV1
from contracts.portal.inactivity import (
    InactivityNotice,
    InactivityNoticeAskedV1,
    InactivityNoticeRequest,
)
from contracts.portal.partner_accesses import PartnerAccountUnusedV1
from services.chassis.base.errors import NotFound
from services.chassis.base.identity import Role
from services.chassis.base.settings import placeholder_uai
from services.chassis.privacy.retention.purge import purge_all
from services.chassis.unit_of_work.scheduled_jobs import TimedWorker, run_due_work
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.portal.accounts.tables import accounts, grants
from services.portal.answers import notice_of_an_unused_account
from services.portal.base.calendar import PARIS
from services.portal.base.scopes import DEPARTMENT, speaking_for
from services.portal.inactivity.commands import NAMELESS
from services.portal.inactivity.jobs import timed
from services.portal.inactivity.model import (
    Unused,
    Warned,
    closes_on,
    first_due,
    months_after,
    spared,
)
from services.portal.passwords.commands import choose_password
from services.portal.retention import (
    close_and_unname,
    retention,
    unused_accounts,
)
from services.portal.subscribers import note_who_was_told
from tests.portal.world import MAIL, a_letter, a_lycee, an_account, signing_in
from tests.support.network import HERE
from tests.support.services import NOW, Published, ServiceDatabases

DSDEN = placeholder_uai("82")
DAY = timedelta(days=1)
SINCE = NOW.astimezone(PARIS).date()
FIRST, GOES = months_after(SINCE, 23), months_after(SINCE, 24)
LAST = GOES - 7 * DAY


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2024, 2, 29), 23, date(2026, 1, 29)),
        (date(2024, 12, 31), 23, date(2026, 11, 30)),
        (date(2024, 12, 15), 24, date(2026, 12, 15)),
        (date(2024, 1, 1), 23, date(2025, 12, 1)),
    ],
)
def test_so_many_months_later_is_the_same_day_or_the_last_one(
    day: date, months: int, then: date
) -> None:
    assert months_after(day, months) == then


def unused(on: date, *roles: Role) -> Unused:
    return Unused(uuid4(), datetime.combine(on, time(9), UTC), on, frozenset(roles))


@pytest.mark.parametrize(
    ("today", "due", "goes"),
    [
        (date(2026, 10, 14), False, date(2026, 11, 15)),
        (date(2026, 10, 15), True, date(2026, 11, 15)),
        (date(2026, 10, 30), True, date(2026, 11, 29)),  # told late: thirty days all the same
        (date(2027, 3, 1), True, date(2027, 3, 31)),
    ],
)
def test_the_first_mail_leaves_after_23_months_and_a_month_is_left(
    today: date, due: bool, goes: date
) -> None:
    one = unused(date(2024, 11, 15))
    assert first_due(one, today) is due
    assert closes_on(one, today) == goes


@pytest.mark.parametrize(
    ("today", "again", "over_after"),
    [
        (date(2026, 11, 7), False, None),
        (date(2026, 11, 8), True, date(2026, 11, 15)),
        (date(2026, 12, 1), True, date(2026, 12, 8)),  # told late: a week all the same
    ],
)
def test_the_second_mail_leaves_a_week_before_and_a_week_is_left(
    today: date, again: bool, over_after: date | None
) -> None:
    told = Warned(uuid4(), NOW, date(2026, 11, 15), uuid4())
    assert told.is_due_again(today) is again
    assert not told.is_over(date(2030, 1, 1))
    if over_after:
        waits = told.told_again(uuid4(), today)
        assert not waits.is_over(date(2030, 1, 1))
        assert not waits.is_due_again(today + 6 * DAY)
        assert waits.is_due_again(today + 7 * DAY)
        late = replace(waits, told_on=over_after - DAY)
        assert (late.is_over(over_after + 5 * DAY), late.is_over(over_after + 6 * DAY)) == (
            False,
            True,
        )
        twice = replace(waits, told_on=today)
        assert not twice.is_due_again(over_after)
        assert (twice.is_over(over_after - DAY), twice.is_over(over_after)) == (False, True)


def test_of_operators_and_supervisors_who_signed_in_last_stays() -> None:
    older, newer = (unused(day, Role.OPERATOR) for day in (date(2023, 1, 1), date(2023, 5, 1)))
    supervisor, bureau = unused(date(2022, 1, 1), Role.SUPERVISOR), unused(NOW.date(), Role.RBDE)

    assert spared([older, newer, supervisor, bureau]) == {newer.account_id, supervisor.account_id}
    assert spared([bureau]) == set()
    # Who was invited since and never came in keeps nobody's place.
    invited = replace(unused(NOW.date(), Role.OPERATOR), opens=False)
    assert spared([older, newer, invited]) == {newer.account_id}
    assert spared([invited]) == {invited.account_id}


@dataclass
class Portal:
    """The portal through months, and the mails it asked for."""

    units: UnitsOfWork
    relay_dsn: str
    published: Published

    async def morning(self, day: date, *, leaves: bool = True) -> None:
        """The work of that day, its mail, and the night after it."""
        now = datetime.combine(day, time(8), PARIS)
        assert await TimedWorker(timed, self.units).plan_standing(now - DAY)
        await run_due_work(timed, self.units, self.relay_dsn, now)
        asked = await self.published(InactivityNoticeAskedV1)
        if leaves and asked and asked[-1].occurred_on == day:
            notice_id = asked[-1].inactivity_notice_id
            event = UnusedAccountWarnedV1(inactivity_notice_id=notice_id, occurred_on=day)
            async with self.units.begin(speaking_for(DSDEN), uai=DSDEN, now=now) as uow:
                await note_who_was_told(event, uow)
        await purge_all(self.units, retention, now=now + timedelta(hours=12))

    async def mails(self) -> list[date]:
        return [one.occurred_on for one in await self.published(InactivityNoticeAskedV1)]

    async def says(self, on: date, number: int = -1) -> InactivityNotice:
        notice_id = (await self.published(InactivityNoticeAskedV1))[number].inactivity_notice_id
        request = InactivityNoticeRequest(inactivity_notice_id=notice_id)
        now = datetime.combine(on, time(9), PARIS)
        async with self.units.begin(speaking_for(DSDEN), uai=DSDEN, now=now) as uow:
            return await notice_of_an_unused_account(request, uow)

    async def row(self, account_id: UUID) -> Any:
        async with self.units.begin(DEPARTMENT) as uow:
            wanted = select(accounts).where(accounts.c.account_id == account_id)
            return (await uow.execute(wanted)).one()


@pytest_asyncio.fixture
async def portal(
    units: UnitsOfWork, service_databases: ServiceDatabases, published: Published
) -> AsyncIterator[Portal]:
    await a_lycee(units)
    database = service_databases.open("portal")
    yield Portal(units, database.relay_dsn, published)
    await database.close()


async def test_who_does_not_sign_in_is_told_twice_and_erased_after_24_months(
    portal: Portal,
) -> None:
    account_id = await an_account(portal.units)

    for day in (FIRST - DAY, FIRST, FIRST + DAY, LAST - DAY, LAST, LAST + DAY, GOES - DAY):
        await portal.morning(day)
    assert await portal.mails() == [FIRST, LAST]
    assert (await portal.row(account_id)).closed_at is None
    first, last = await portal.says(LAST, 0), await portal.says(LAST, 1)
    assert (last.standing, last.last, last.closes_on, last.mail) == (True, True, GOES, MAIL)
    assert (first.unused_since, first.last) == (SINCE, False)

    await portal.morning(GOES)

    row = await portal.row(account_id)
    assert (row.display_name, row.password_hash) == (NAMELESS, None)
    assert row.closed_at is not None
    assert MAIL not in repr(row)
    assert await portal.mails() == [FIRST, LAST]
    with pytest.raises(NotFound):
        await portal.says(GOES)


async def test_nobody_is_erased_whose_second_mail_could_not_leave(portal: Portal) -> None:
    account_id = await an_account(portal.units)
    await portal.morning(FIRST)
    for day in (LAST, GOES - DAY, GOES, GOES + 6 * DAY):
        await portal.morning(day, leaves=False)
    assert (await portal.row(account_id)).closed_at is None
    # Asked for anew each week, of a day that is still ahead; the one before says nothing any more.
    assert await portal.mails() == [FIRST, LAST, GOES]
    assert (await portal.says(GOES)).closes_on == GOES + 7 * DAY
    with pytest.raises(NotFound):
        await portal.says(GOES, 1)

    await portal.morning(GOES + 7 * DAY)
    await portal.morning(GOES + 13 * DAY)
    assert (await portal.row(account_id)).closed_at is None
    await portal.morning(GOES + 14 * DAY)
    assert (await portal.row(account_id)).display_name == NAMELESS


async def test_who_signs_in_before_is_told_no_more_and_counted_anew(portal: Portal) -> None:
    account_id = await an_account(portal.units)
    await portal.morning(FIRST)
    back = datetime.combine(FIRST, time(10), PARIS)
    assert await signing_in(portal.units, now=back)

    assert not (await portal.says(FIRST)).standing
    for day in (LAST, GOES, GOES + DAY):
        await portal.morning(day)

    assert await portal.mails() == [FIRST]
    assert (await portal.row(account_id)).closed_at is None
    await portal.morning(months_after(FIRST, 23))
    assert await portal.mails() == [FIRST, months_after(FIRST, 23)]


async def test_who_signed_in_is_counted_from_then(portal: Portal) -> None:
    await an_account(portal.units)
    later = NOW + 100 * DAY
    assert await signing_in(portal.units, now=later)

    await portal.morning(FIRST)
    assert await portal.mails() == []
    await portal.morning(months_after(later.astimezone(PARIS).date(), 23))
    assert len(await portal.mails()) == 1


async def test_who_chose_another_password_by_the_link_of_a_letter_is_told_no_more(
    portal: Portal,
) -> None:
    account_id = await an_account(portal.units)
    await portal.morning(FIRST)
    await portal.morning(LAST)
    back = datetime.combine(LAST, time(10), PARIS)
    letter_id = await a_letter(portal.units, account_id, now=back)
    async with portal.units.begin(DEPARTMENT, now=back) as uow:
        await choose_password(
            uow, letter_id=letter_id, password_hash="another", now=back
        )  # no password

    await portal.morning(GOES)
    assert (await portal.row(account_id)).closed_at is None


async def test_who_is_given_an_access_is_waited_for_again(portal: Portal) -> None:
    account_id = await an_account(portal.units)
    await portal.morning(FIRST)
    await portal.morning(LAST)
    async with portal.units.begin(DEPARTMENT) as uow:
        given = grants.update().where(grants.c.account_id == account_id)
        await uow.execute(given.values(granted_at=datetime.combine(LAST, time(10), PARIS)))

    await portal.morning(GOES)
    assert (await portal.row(account_id)).closed_at is None
    assert await portal.mails() == [FIRST, LAST]


async def test_who_signs_in_while_unused_accounts_go_stays(portal: Portal) -> None:
    account_id = await an_account(portal.units)
    await portal.morning(FIRST)
    await portal.morning(LAST)
    now = datetime.combine(GOES, time(20), PARIS)
    async with portal.units.begin(DEPARTMENT, now=now) as uow:
        due = [one.id for one in await unused_accounts(uow, now=now, limit=10)]
    assert due == [account_id]
    assert await signing_in(portal.units, now=now)
    async with portal.units.begin(DEPARTMENT, now=now) as uow:
        assert await close_and_unname(uow, due, now) == []
    assert (await portal.row(account_id)).closed_at is None


@pytest.mark.parametrize(("role", "many"), [(Role.PARTNER, 1), (Role.AUDITOR, 0)])
async def test_the_directory_is_told_of_a_partner_whose_account_goes_and_of_no_other(
    portal: Portal, role: Role, many: int
) -> None:
    account_id = await an_account(portal.units, role=role, uais=())
    for day in (FIRST, LAST, GOES):
        await portal.morning(day)
    assert (await portal.row(account_id)).display_name == NAMELESS
    told = await portal.published(PartnerAccountUnusedV1)
    said = [(one.account_id, one.occurred_on) for one in told]
    assert said == [(account_id, GOES)] * many


async def test_after_months_without_service_nobody_is_erased_untold(portal: Portal) -> None:
    account_id = await an_account(portal.units)
    late = GOES + 90 * DAY

    await portal.morning(late)
    await portal.morning(late + 29 * DAY)
    assert (await portal.says(late)).closes_on == late + 36 * DAY
    assert (await portal.row(account_id)).closed_at is None
    await portal.morning(late + 36 * DAY)

    assert await portal.mails() == [late, late + 29 * DAY]
    assert (await portal.row(account_id)).display_name == NAMELESS


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SUPERVISOR])
async def test_the_last_account_of_an_installation_stays_and_is_told_nothing(
    portal: Portal, role: Role
) -> None:
    last = await an_account(portal.units, role=role, uais=())
    for day in (FIRST, LAST, GOES, GOES + 30 * DAY):
        await portal.morning(day)
    assert await portal.mails() == []
    assert (await portal.row(last)).closed_at is None


async def test_of_two_operators_one_goes(portal: Portal) -> None:
    one = await an_account(portal.units, role=Role.OPERATOR, uais=())
    other = await an_account(portal.units, mail="b@dsden.example", role=Role.OPERATOR, uais=())
    async with portal.units.begin(DEPARTMENT) as uow:
        newer = accounts.update().where(accounts.c.account_id == other)
        await uow.execute(newer.values(used_at=NOW + DAY))
    for day in (FIRST, LAST, GOES, GOES + DAY, GOES + 60 * DAY):
        await portal.morning(day)

    assert (await portal.row(one)).display_name == NAMELESS
    assert (await portal.row(other)).closed_at is None


async def test_a_lycee_is_told_nothing_of_it(portal: Portal) -> None:
    await an_account(portal.units)
    for day in (FIRST - DAY, FIRST):
        await portal.morning(day)
    [asked] = await portal.published(InactivityNoticeAskedV1)
    request = InactivityNoticeRequest(inactivity_notice_id=asked.inactivity_notice_id)

    assert (await portal.says(FIRST)).standing
    async with portal.units.begin(speaking_for(HERE), uai=HERE) as uow:
        with pytest.raises(NotFound):
            await notice_of_an_unused_account(request, uow)
