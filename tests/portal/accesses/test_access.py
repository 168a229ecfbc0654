"""Access to a lycée: who may give it, when it opens and closes, and how it changes hands."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest

from contracts.portal.accounts import BureauRequest
from services.chassis.base.errors import Forbidden, Invalid, NotFound, StaleVersion
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.portal.accesses.commands.end_access import end_access
from services.portal.accesses.commands.limit_access import limit_access
from services.portal.accesses.commands.restore_access import restore_access
from services.portal.accesses.model import Access, AccessOver, AlreadyGranted
from services.portal.accesses.store import Accesses
from services.portal.answers import staff_of_a_bureau
from services.portal.base.calendar import PARIS
from services.portal.base.scopes import DEPARTMENT
from services.portal.handovers.commands import cancel_handover
from services.portal.handovers.model import HandoverBegun, NothingToHandOver
from services.portal.people.commands import close_account
from services.portal.proposals.commands import accept_proposal, answer_proposal, reconsider_proposal
from services.portal.proposals.model import NobodyDecides, ProposalDecided, Status
from services.portal.sessions.queries import identity_of_session
from tests.portal.access_world import (
    PROPOSED,
    Direction,
    a_direction,
    a_session,
    audited,
    proposed,
    roles_behind,
    version_of,
)
from tests.portal.world import BOURDELLE, ELSEWHERE, a_lycee
from tests.support.services import NOW

TODAY = NOW.astimezone(PARIS).date()
SECOND = timedelta(seconds=1)


def midnight(days: int) -> datetime:
    """The first instant, in Paris, of the day so many days from now."""
    return datetime.combine(TODAY + timedelta(days=days), time(), PARIS)


async def a_head(units: UnitsOfWork) -> Direction:
    await a_lycee(units)
    return await a_direction(units, BOURDELLE)


async def ended(head: Direction, access_id: UUID, *, now: datetime = NOW) -> None:
    version = await version_of(head.units, access_id)
    async with head.units.begin(head.scope, uai=head.uai, actor=head.actor, now=now) as uow:
        await end_access(uow, access_id=access_id, version=version, powers=head.powers, now=uow.now)


async def test_an_access_opens_and_closes_at_midnight_without_anybody(units: UnitsOfWork) -> None:
    head = await a_head(units)
    account_id = await head.invites("lou@lycee.example", "Lou Marre")
    await head.gives(account_id, days=2, lasting=3)
    opening, closing = midnight(2), midnight(5)
    eve = await a_session(units, account_id, at=opening - SECOND)
    last_evening = await a_session(units, account_id, at=closing - SECOND)

    assert await roles_behind(units, eve, at=opening - SECOND) == set()
    assert await roles_behind(units, eve, at=opening) == {"rbde"}
    assert await roles_behind(units, last_evening, at=closing - SECOND) == {"rbde"}
    assert await roles_behind(units, last_evening, at=closing) == set()


async def test_the_end_of_a_role_is_told_to_services_that_may_lose_the_portal(
    units: UnitsOfWork,
) -> None:
    head = await a_head(units)
    account_id = await head.invites("lou@lycee.example", "Lou Marre")
    await head.gives(account_id, lasting=1)
    at = midnight(1) - timedelta(minutes=2)
    token = await a_session(units, account_id, at=at)

    async with units.begin(DEPARTMENT) as uow:
        identity = await identity_of_session(uow, token=token, now=at)

    assert identity is not None
    assert identity.until == midnight(1)


async def test_only_the_direction_of_the_lycee_gives_access_to_it(units: UnitsOfWork) -> None:
    head = await a_head(units)
    await a_lycee(units, ELSEWHERE, "LP de la Garonne")
    other = await a_direction(units, ELSEWHERE, mail="ailleurs@lycee.example")
    delegate_id = await head.invites("jo@lycee.example", "Jo Lacaze")
    delegate = Direction(units, BOURDELLE, delegate_id, Role.DELEGATE)
    somebody = await head.invites("lou@lycee.example", "Lou Marre")
    access_id = await head.gives(somebody)

    await delegate.gives(somebody, Role.SECRETARIAT)
    for role in (Role.DELEGATE, Role.HEAD, Role.SUPERVISOR, Role.AUDITOR):
        with pytest.raises(Forbidden):
            await delegate.gives(somebody, role)
    for role in (Role.HEAD, Role.SUPERVISOR, Role.OPERATOR):
        with pytest.raises(Forbidden):
            await head.gives(somebody, role)
    with pytest.raises(Forbidden, match="à lui-même"):
        await delegate.gives(delegate_id)
    with pytest.raises(NotFound):
        await ended(other, access_id)
    named = await head.gives(delegate_id, Role.DELEGATE)
    with pytest.raises(Forbidden, match="Seul le chef"):
        await ended(delegate, named)


async def test_a_role_is_held_once_on_any_day(units: UnitsOfWork) -> None:
    head = await a_head(units)
    account_id = await head.invites("lou@lycee.example", "Lou Marre")
    await head.gives(account_id, days=10, lasting=5)

    await head.gives(account_id, days=15)
    with pytest.raises(AlreadyGranted):
        await head.gives(account_id, days=9, lasting=2)
    with pytest.raises(Invalid):
        await head.gives(account_id, Role.DDFPT, days=-1)
    with pytest.raises(Invalid):
        await head.gives(account_id, Role.DDFPT, days=1, lasting=0)


async def test_what_was_ended_is_put_back_within_a_day_and_not_later(units: UnitsOfWork) -> None:
    head = await a_head(units)
    account_id = await head.invites("lou@lycee.example", "Lou Marre")
    access_id = await head.gives(account_id, lasting=30)
    token = await a_session(units, account_id, at=NOW)
    before = (await _access(units, access_id)).until_on

    await ended(head, access_id)
    assert await roles_behind(units, token, at=NOW) == set()
    with pytest.raises(AccessOver):
        await ended(head, access_id)
    await _restored(head, access_id, before, now=NOW)

    assert await roles_behind(units, token, at=NOW) == {"rbde"}
    assert (await _access(units, access_id)).until_on == before
    await ended(head, access_id)
    with pytest.raises(AccessOver):
        await _restored(head, access_id, before, now=NOW + timedelta(days=1, minutes=1))
    done = [action for action, resource, _ in await audited(units) if resource == access_id]
    assert done == ["grant-access", "end-access", "restore-access", "end-access"]


async def test_an_end_is_moved_by_one_at_a_time(units: UnitsOfWork) -> None:
    head = await a_head(units)
    access_id = await head.gives(await head.invites("lou@lycee.example", "Lou Marre"))

    await _limited(head, access_id, TODAY + timedelta(days=9), version=1)
    with pytest.raises(StaleVersion):
        await _limited(head, access_id, None, version=1)
    with pytest.raises(Invalid):
        await _limited(head, access_id, TODAY - timedelta(days=1), version=2)

    assert (await _access(units, access_id)).last_day == TODAY + timedelta(days=9)


async def test_the_successor_sees_all_and_the_leaver_nothing_from_the_day_on(
    units: UnitsOfWork,
) -> None:
    head = await a_head(units)
    leaver = await head.invites("lou@lycee.example", "Lou Marre")
    successor = await head.invites("sixtine@lycee.example", "Sixtine Aubarède")
    for role in (Role.RBDE, Role.SECRETARIAT):
        await head.gives(leaver, role)
    await head.gives(leaver, Role.FORM_TEACHER, days=20)
    await head.gives(successor, Role.SECRETARIAT)

    await head.hands_over(leaver, successor, days=7)

    day = midnight(7)
    eve = [await a_session(units, who, at=day - SECOND) for who in (leaver, successor)]
    both = {"rbde", "secretariat"}
    assert [await roles_behind(units, one, at=day - SECOND) for one in eve] == [
        both,
        {"secretariat"},
    ]
    assert [await roles_behind(units, one, at=day) for one in eve] == [set(), both]
    later = midnight(20)
    then = [await a_session(units, who, at=later) for who in (leaver, successor)]
    assert [await roles_behind(units, one, at=later) for one in then] == [
        set(),
        both | {"form_teacher"},
    ]


async def test_a_hand_over_is_cancelled_until_its_day(units: UnitsOfWork) -> None:
    head = await a_head(units)
    leaver = await head.invites("lou@lycee.example", "Lou Marre")
    successor = await head.invites("sixtine@lycee.example", "Sixtine Aubarède")
    access_id = await head.gives(leaver, lasting=90)
    handover_id = await head.hands_over(leaver, successor, days=7)

    with pytest.raises(HandoverBegun):
        await _cancelled(head, handover_id, now=midnight(7))
    await _cancelled(head, handover_id, now=midnight(7) - SECOND)

    day = midnight(7)
    after = [await a_session(units, who, at=day) for who in (leaver, successor)]
    assert [await roles_behind(units, one, at=day) for one in after] == [{"rbde"}, set()]
    assert (await _access(units, access_id)).last_day == TODAY + timedelta(days=89)
    with pytest.raises(HandoverBegun):
        await _cancelled(head, handover_id, now=NOW)


async def test_a_head_hands_over_their_own_lycee_and_nobody_elses_does(units: UnitsOfWork) -> None:
    head = await a_head(units)
    successor = await head.invites("sixtine@lycee.example", "Sixtine Aubarède")
    delegate_id = await head.invites("jo@lycee.example", "Jo Lacaze")
    delegate = Direction(units, BOURDELLE, delegate_id, Role.DELEGATE)
    leaver = await head.invites("lou@lycee.example", "Lou Marre")
    await head.gives(leaver)

    with pytest.raises(Forbidden):
        await delegate.hands_over(head.account_id, successor, days=1)
    with pytest.raises(Forbidden):
        await delegate.hands_over(leaver, delegate_id, days=1)
    with pytest.raises(Invalid):
        await head.hands_over(leaver, leaver, days=1)
    with pytest.raises(NothingToHandOver):
        await head.hands_over(successor, leaver, days=1)
    await head.hands_over(head.account_id, successor, days=0)

    tokens = [await a_session(units, who, at=NOW) for who in (head.account_id, successor)]
    assert [await roles_behind(units, one, at=NOW) for one in tokens] == [set(), {"head"}]


async def test_the_supervisor_proposes_and_the_head_decides(units: UnitsOfWork) -> None:
    head = await a_head(units)
    supervisor = await head.invites("claude@dsden.example", "Claude Morvan")
    proposal_id = await proposed(units, BOURDELLE, by=supervisor)

    async with units.begin(head.scope, uai=BOURDELLE, actor=head.actor) as uow:
        assert not [one for one in await Accesses(uow).holders() if one.display_name == PROPOSED]
        await answer_proposal(
            uow, proposal_id=proposal_id, version=1, status=Status.REFUSED, now=NOW
        )
        with pytest.raises(ProposalDecided):
            await answer_proposal(
                uow, proposal_id=proposal_id, version=2, status=Status.REFUSED, now=NOW
            )
        await reconsider_proposal(uow, proposal_id=proposal_id, version=2, undoing=Status.REFUSED)
        _, access_id, account_id = await accept_proposal(
            uow, proposal_id=proposal_id, version=3, powers=head.powers, now=NOW
        )
    token = await a_session(units, account_id, at=NOW)

    assert await roles_behind(units, token, at=NOW) == {"rbde"}
    lines = await audited(units)
    assert ("propose-access", proposal_id, "supervisor") in lines
    for action in ("refuse-proposal", "reconsider-proposal", "accept-proposal"):
        assert (action, proposal_id, "head") in lines
    assert ("grant-access", access_id, "head") in lines
    assert PROPOSED not in str(lines)


async def test_nothing_is_proposed_to_a_lycee_where_nobody_decides(units: UnitsOfWork) -> None:
    head = await a_head(units)
    await a_lycee(units, ELSEWHERE, "LP de la Garonne")

    with pytest.raises(NobodyDecides):
        await proposed(units, ELSEWHERE, by=head.account_id)


async def _access(units: UnitsOfWork, access_id: UUID) -> Access:
    async with units.begin(DEPARTMENT) as uow:
        return await Accesses(uow).get(access_id)


async def _restored(
    head: Direction, access_id: UUID, until_on: date | None, *, now: datetime
) -> None:
    version = await version_of(head.units, access_id)
    async with head.units.begin(head.scope, uai=head.uai, actor=head.actor, now=now) as uow:
        await restore_access(
            uow,
            access_id=access_id,
            version=version,
            until_on=until_on,
            powers=head.powers,
            now=uow.now,
        )


async def _limited(
    head: Direction, access_id: UUID, last_day: date | None, *, version: int
) -> None:
    async with head.units.begin(head.scope, uai=head.uai, actor=head.actor) as uow:
        await limit_access(
            uow,
            access_id=access_id,
            version=version,
            last_day=last_day,
            powers=head.powers,
            now=uow.now,
        )


async def _cancelled(head: Direction, handover_id: UUID, *, now: datetime) -> None:
    async with head.units.begin(head.scope, uai=head.uai, actor=head.actor, now=now) as uow:
        await cancel_handover(uow, handover_id=handover_id, powers=head.powers, now=uow.now)


async def test_what_nobody_was_given_goes_to_the_ddfpt_where_the_bureau_has_no_responsable(
    units: UnitsOfWork,
) -> None:
    head = await a_head(units)
    for name, role in (("Lou Marre", Role.DDFPT), ("Jo Castan", Role.ATCT)):
        account_id = await head.invites(f"{name[:2].lower()}@lycee.example", name)
        await head.gives(account_id, role)

    async def running() -> list[str]:
        async with units.begin(head.scope, uai=head.uai) as uow:
            staff = await staff_of_a_bureau(BureauRequest(), uow)
        return [one.display_name for one in staff.members if one.runs]

    assert await running() == ["Lou Marre"]
    await head.gives(await head.invites("ca@lycee.example", "Camille Rivière"))
    assert await running() == ["Camille Rivière"]


async def test_nothing_is_given_to_an_account_that_was_closed_meanwhile(units: UnitsOfWork) -> None:
    head = await a_head(units)
    account_id = await head.invites("lou@lycee.example", "Lou Marre")
    async with units.begin(DEPARTMENT) as uow:
        assert await close_account(uow, account_id=account_id, powers=None, now=uow.now)

    with pytest.raises(NotFound):
        await head.gives(account_id)
