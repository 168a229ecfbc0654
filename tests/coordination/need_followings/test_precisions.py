"""What a company adds to its need is told to who works on it, once a working day at most, and never what it says."""

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

import asyncpg
import pytest

from contracts.coordination.needs import NeedDismissal, NeedOutcome
from contracts.notices import NoticeKind
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.coordination.need_delays.commands import escalate_needs
from services.coordination.need_links.commands.add_precision import add_precision
from services.coordination.need_links.model import telling_after
from services.coordination.needs.commands.answer_need import answer_need
from services.coordination.needs.commands.dismiss_need import dismiss_need
from services.coordination.needs.commands.verify_need import verify_need
from services.coordination.news.model.calendar import PARIS
from services.coordination.permissions import HANDLE_NEEDS, PERMISSIONS
from services.coordination.service import SERVICE
from services.coordination.subscribers import timed
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kinds import KINDS
from tests.coordination.needs.test_need_notices import facts
from tests.coordination.needs.world import assignments_of, company, need_of, passed_on, sent
from tests.coordination.world import Somebody
from tests.support.network import ELSEWHERE, HERE
from tests.support.services import ServiceDatabases

TOLD = "SELECT uai, payload FROM journal WHERE subject LIKE '%need_precised%' ORDER BY position"
WRITTEN = "SELECT count(*) FROM need_letters WHERE kind = 'precised'"
SAID = "Plutôt en février, finalement."


class Hearing:
    """Who was told since the last time it was asked."""

    def __init__(
        self, units: UnitsOfWork, databases: ServiceDatabases, superuser: asyncpg.Connection
    ) -> None:
        self._units, self._superuser = units, superuser
        self._dsn = databases.kept(SERVICE.name).relay_dsn
        self._seen = 0

    async def by(self, now: datetime) -> list[str]:
        while await run_due_work(timed, self._units, self._dsn, now):
            pass
        rows = await self._superuser.fetch(TOLD)
        new, self._seen = rows[self._seen :], len(rows)
        for row in new:
            assert set(json.loads(row["payload"])) == {"need_id", "occurred_on"}
        return [row["uai"] for row in new]

    async def letters(self) -> int:
        return int(await self._superuser.fetchval(WRITTEN))


@pytest.fixture
def hearing(
    units: UnitsOfWork, service_databases: ServiceDatabases, superuser: asyncpg.Connection
) -> Hearing:
    return Hearing(units, service_databases, superuser)


def at(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=PARIS)


async def adds(who: Somebody, need_id: UUID, now: datetime | None = None) -> datetime:
    """The company adds something; when."""
    when = now or who.later()
    await replace(who, now=when).do(add_precision, need_id=need_id, text=SAID, now=when)
    return when


async def test_who_works_on_it_is_told_and_the_supervisor_while_nobody_does(
    units: UnitsOfWork, supervisor: Somebody, hearing: Hearing
) -> None:
    dsden = units.department_uai
    need_id = await sent(company(units))
    before = await need_of(supervisor, need_id)
    when = await adds(company(units), need_id)
    assert await hearing.by(when) == [dsden]
    dsden_wide = Scope(frozenset({dsden}), department_wide=True)
    hers = await facts(units, dsden_wide, NoticeKind.NEED_PRECISED, need_id)
    assert hers is not None
    assert hers.standing
    assert not any(SAID in line.text for line in hers.lines)
    after = await need_of(supervisor, need_id)
    # It moved, and no form that is open is late by it.
    assert (after.changed_at, after.version) == (when, before.version)

    other = await sent(company(units))
    actor_id = await supervisor.adds("Greta", mail="contact@greta.example")
    await passed_on(supervisor, other, HERE, ELSEWHERE, actor_id=actor_id)
    when = await adds(company(units), other, supervisor.later())
    assert await hearing.by(when) == sorted([HERE, ELSEWHERE])
    assert await hearing.letters() == 1
    for uai, stands in ((HERE, True), (dsden, False)):
        wide = uai == dsden
        scope = Scope(frozenset({uai}), department_wide=wide)
        said = await facts(units, scope, NoticeKind.NEED_PRECISED, other)
        assert said is not None
        assert said.standing is stands, uai


async def test_a_company_that_adds_much_has_it_told_once_a_working_day(
    units: UnitsOfWork, supervisor: Somebody, hearing: Hearing
) -> None:
    need_id = await sent(company(units))
    await passed_on(supervisor, need_id, HERE)
    who, day = company(units), date(2026, 11, 27)
    for hour in (9, 10, 18):
        await adds(who, need_id, at(day, hour))
    assert await hearing.by(at(day, 23)) == [HERE]
    # What came after that Friday, and on the Saturday, is told on the Monday, once.
    await adds(who, need_id, at(date(2026, 11, 28)))
    assert await hearing.by(at(date(2026, 11, 29), 23)) == []
    assert await hearing.by(at(date(2026, 11, 30), 7)) == [HERE]
    await adds(who, need_id, at(date(2026, 11, 30), 9))
    assert await hearing.by(at(date(2026, 11, 30), 23)) == []
    assert await hearing.by(at(date(2026, 12, 1), 7)) == [HERE]


def test_when_it_is_told_is_never_twice_the_same_working_day() -> None:
    last, told = None, []
    now = at(date(2026, 12, 18), 8)
    while now < at(date(2027, 1, 5)):
        last = telling_after(last, now)
        told.append(last)
        now += timedelta(hours=5)
    days = sorted({one.astimezone(PARIS).date() for one in told})
    assert len(set(told)) == len(days)
    assert date(2026, 12, 25) not in days
    assert all(day.weekday() < 5 for day in days)
    # What comes before a telling that is planned for that morning is told by it.
    monday = at(date(2026, 11, 30), 7)
    assert telling_after(monday, monday - timedelta(hours=1)) == monday


async def test_the_supervisor_is_told_too_of_what_nobody_took_in_time_and_of_what_is_answered(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody, hearing: Hearing
) -> None:
    dsden = units.department_uai
    need_id = await sent(company(units))
    await passed_on(supervisor, need_id, HERE)
    late = at(date(2026, 12, 3))
    assert await replace(supervisor, now=late).do(escalate_needs, now=late) == 1
    when = await adds(company(units), need_id, at(date(2026, 12, 3), 14))
    assert await hearing.by(when) == sorted([HERE, dsden])

    (mine,) = await assignments_of(supervisor, need_id)
    done = at(date(2026, 12, 4))
    await replace(bureau, now=done).do(
        answer_need,
        need_id=need_id,
        assignment_id=mine.id,
        outcome=NeedOutcome.NO_SOLUTION,
        answer="Rien.",
        now=done,
    )
    when = await adds(company(units), need_id, at(date(2026, 12, 4), 14))
    assert await hearing.by(when) == [dsden]


async def test_of_what_nobody_confirmed_or_is_set_apart_nobody_is_told(
    units: UnitsOfWork, supervisor: Somebody, hearing: Hearing
) -> None:
    need_id = await sent(company(units), verified=False)
    before = await need_of(supervisor, need_id)
    when = await adds(company(units), need_id)
    assert await hearing.by(when) == []
    # It still goes thirty days after it was sent.
    assert (await need_of(supervisor, need_id)).changed_at == before.changed_at

    await company(units).do(verify_need, need_id=need_id, now=supervisor.later())
    when = await adds(company(units), need_id, supervisor.later())
    need = await need_of(supervisor, need_id)
    await supervisor.do(
        dismiss_need,
        need_id=need_id,
        version=need.version,
        reason=NeedDismissal.SPAM,
        now=supervisor.later(),
    )
    assert await hearing.by(when) == []


def test_everybody_who_may_act_on_it_is_told() -> None:
    assert set(PERMISSIONS.roles(HANDLE_NEEDS)) <= set(KINDS[Template.NEED_PRECISED].readers)
