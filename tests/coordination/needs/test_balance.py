"""The balance of a school year counts what is known, and says nothing of the rest."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from contracts.coordination.needs import NeedDismissal, NeedKind, NeedOutcome
from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.coordination.base.promises import latest_promise
from services.coordination.need_balances.model import NeedBalance, Share
from services.coordination.need_balances.queries import read_balance, years_of_needs
from services.coordination.need_delays.commands import escalate_needs
from services.coordination.need_rights import retention
from services.coordination.needs.commands.answer_need import answer_need
from services.coordination.needs.commands.close_need import close_need
from services.coordination.needs.commands.dismiss_need import dismiss_need
from services.coordination.needs.commands.qualify_need import qualify_need
from services.coordination.needs.commands.route_need import route_need
from services.coordination.needs.commands.send_need import send_need
from services.coordination.needs.commands.take_need import take_need
from services.coordination.needs.commands.withdraw_need import withdraw_need
from services.coordination.needs.store.erasure import erase_needs
from tests.coordination.needs.world import DETAILS, WHO, assignments_of, company, need_of
from tests.coordination.world import Somebody
from tests.support.network import ELSEWHERE, HERE

YEAR = SchoolYear("2026-2027")


def at(month: int, day: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, 9, tzinfo=UTC)


class Year:
    """A school year of needs, each sent on a day of it."""

    def __init__(self, units: UnitsOfWork, supervisor: Somebody) -> None:
        self.units, self.supervisor = units, supervisor

    async def came(self, now: datetime, kind: NeedKind = NeedKind.APPRENTICE) -> UUID:
        return await replace(company(self.units), now=now).do(
            send_need,
            details=replace(DETAILS, kind=kind),
            requester=WHO,
            verified=True,
            now=now,
        )

    async def decides(self, command: object, need_id: UUID, now: datetime, **more: object) -> None:
        version = (await need_of(self.supervisor, need_id)).version
        await replace(self.supervisor, now=now).do(
            command,  # type: ignore[arg-type]  # a command of needs
            need_id=need_id,
            version=version,
            now=now,
            **more,
        )

    async def routed(self, need_id: UUID, now: datetime, *bureaux: Uai) -> None:
        details = (await need_of(self.supervisor, need_id)).details
        await self.decides(qualify_need, need_id, now, details=details)
        await self.decides(route_need, need_id, now, bureaux=bureaux)

    async def mine(self, need_id: UUID, uai: Uai) -> UUID:
        held = await assignments_of(self.supervisor, need_id)
        return next(one.id for one in held if one.uai == uai)

    async def taken(self, who: Somebody, need_id: UUID, uai: Uai, now: datetime) -> None:
        await replace(who, now=now).do(
            take_need,
            need_id=need_id,
            assignment_id=await self.mine(need_id, uai),
            promised_on=latest_promise(now.date()),
            now=now,
        )

    async def answered(
        self, who: Somebody, need_id: UUID, uai: Uai, now: datetime, outcome: NeedOutcome
    ) -> None:
        await replace(who, now=now).do(
            answer_need,
            need_id=need_id,
            assignment_id=await self.mine(need_id, uai),
            outcome=outcome,
            answer="Voici.",
            now=now,
        )

    async def balance(self, now: datetime, year: SchoolYear = YEAR) -> NeedBalance:
        return await replace(self.supervisor, now=now).do(read_balance, year=year)


@pytest.fixture
def year(units: UnitsOfWork, supervisor: Somebody) -> Year:
    return Year(units, supervisor)


async def test_a_year_is_counted_by_kind_delay_outcome_and_bureau(
    year: Year, supervisor: Somebody, bureau: Somebody, other_bureau: Somebody
) -> None:
    quick = await year.came(at(10, 5))
    await year.routed(quick, at(10, 5), HERE, ELSEWHERE)
    await year.taken(bureau, quick, HERE, at(10, 7))
    await year.answered(other_bureau, quick, ELSEWHERE, at(10, 8), NeedOutcome.NOT_FOR_US)
    await year.answered(bureau, quick, HERE, at(10, 20), NeedOutcome.HELPED)
    slow = await year.came(at(10, 5), NeedKind.JOB)
    await year.routed(slow, at(10, 6), HERE)
    await replace(supervisor, now=at(10, 13)).do(escalate_needs, now=at(10, 13))
    await year.taken(bureau, slow, HERE, at(10, 14))
    herself = await year.came(at(10, 6))
    await year.decides(
        qualify_need, herself, at(10, 6), details=(await need_of(supervisor, herself)).details
    )
    await year.decides(
        close_need, herself, at(10, 7), outcome=NeedOutcome.NO_SOLUTION, answer="Désolés."
    )
    gone = await year.came(at(10, 7))
    await company(year.units).do(withdraw_need, need_id=gone, now=at(10, 8))
    spam = await year.came(at(10, 8))
    await year.decides(dismiss_need, spam, at(10, 8), reason=NeedDismissal.SPAM)
    await year.came(at(10, 14), NeedKind.VISIT)
    await year.came(at(6, 1))

    told = await year.balance(at(10, 15))

    assert told.received == 5
    assert told.by_kind == {NeedKind.APPRENTICE: 3, NeedKind.JOB: 1, NeedKind.VISIT: 1}
    # Of the quick one, the slow one and her own; not of what was withdrawn, nor of what just came.
    assert told.in_time == Share(2, 3)
    assert told.outcomes == {NeedOutcome.HELPED: 1, NeedOutcome.NO_SOLUTION: 1}
    assert (told.withdrawn, told.waiting, told.escalated) == (1, 2, 1)
    here, there = sorted(told.bureaux, key=lambda one: one.uai != HERE)
    assert (here.passed_on, here.taken, here.answered, here.not_for_us) == (2, 2, 1, 0)
    assert here.median_days == 4
    assert (there.passed_on, there.taken, there.answered, there.not_for_us) == (1, 0, 0, 1)
    assert there.median_days is None
    assert (await year.balance(at(10, 15), SchoolYear("2025-2026"))).received == 1
    years = await replace(supervisor, now=at(10, 15)).do(years_of_needs)
    assert years == ["2026-2027", "2025-2026"]


async def test_nothing_is_said_of_a_delay_that_still_runs(year: Year) -> None:
    await year.came(at(10, 5))

    assert (await year.balance(at(10, 12))).in_time == Share(0, 0)
    assert (await year.balance(at(10, 13))).in_time == Share(0, 1)


async def test_what_is_erased_still_counts(year: Year, supervisor: Somebody) -> None:
    need_id = await year.came(at(10, 5), NeedKind.JOB)
    await company(year.units).do(withdraw_need, need_id=need_id, now=at(10, 6))
    before = await year.balance(at(10, 7))
    later = at(11, 1, 2027)
    async with year.units.begin(supervisor.scope, now=later) as uow:
        due = await retention.over(uow, now=later, limit=10)
        await erase_needs(uow, [one.id for one in due], later)

    assert [one.id for one in due] == [need_id]
    assert await year.balance(at(10, 7)) == before
