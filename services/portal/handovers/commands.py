"""Commands of hand-overs (passations): begun, called off."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.identifiers import Uai
from contracts.portal.handovers import HandoverCancelledV1, HandoverId, HandoverPlannedV1
from services.chassis.base.errors import Forbidden
from services.chassis.base.identity import Role
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accesses.model import Access, AccessState, check_first_day
from services.portal.accesses.store import Accesses
from services.portal.accounts.store import Accounts
from services.portal.handovers.model import Handover, RoleHandover, check_people, parts_of
from services.portal.handovers.store import Handovers, Moved
from services.portal.permissions import NOT_TO_ONESELF, Powers

PARIS = ZoneInfo("Europe/Paris")


async def cancel_handover(
    uow: UnitOfWork, *, handover_id: UUID, powers: Powers, now: datetime
) -> Handover:
    """Put back what the hand-over (passation annulée) changed, but what somebody changed since.

    Raises NotFound, Forbidden, HandoverBegun once its day has come.
    """
    handover = await Handovers(uow).get(handover_id)
    handover.expect_ahead(now.astimezone(PARIS).date())
    roles = [
        await _put_back(uow, handover, moved, powers=powers, now=now)
        for moved in await Handovers(uow).moved(handover.id)
    ]
    await Handovers(uow).cancel(handover.id, now=now)
    if Role.RBDE in roles:
        told = HandoverCancelledV1(
            handover_id=HandoverId(handover.id), occurred_on=now.astimezone(PARIS).date()
        )
        uow.publish(told, version=2, uai=handover.uai)
    await audit_log.note_doing(
        uow, action="cancel-hand-over", resource_id=handover.id, uai=handover.uai
    )
    return handover


async def _put_back(
    uow: UnitOfWork, handover: Handover, moved: Moved, *, powers: Powers, now: datetime
) -> Role:
    accesses, today = Accesses(uow), now.astimezone(PARIS).date()
    cut = await accesses.get(moved.leaver_grant_id, for_update=True)
    role = Role(cut.role)
    powers.expect_to_move(role, handover.uai, leaver_id=handover.leaver_id)
    if cut.until_on == max(handover.on, cut.from_on):
        again = replace(
            cut,
            until_on=moved.until_before,
            ended_at=None,
            ended_by=None,
            version=cut.version + 1,
        )
        await accesses.save(again)
    if moved.successor_grant_id is None:
        return role
    given = await accesses.get(moved.successor_grant_id, for_update=True)
    if given.standing(today) is not AccessState.OVER:
        await accesses.save(given.ended(by=powers.account_id, now=now, today=today))
    return role


async def hand_over(
    uow: UnitOfWork,
    *,
    leaver_id: UUID,
    successor_id: UUID,
    uai: Uai,
    on: date,
    powers: Powers,
    now: datetime,
) -> UUID:
    """Record a hand-over (passation): on its day each access of the leaver in this lycée ends, and
    the successor’s begins, until the same end; return its id.

    Raises Forbidden, Invalid, NothingToHandOver.
    """
    handed_on = now.astimezone(PARIS).date()
    check_first_day(on, today=handed_on)
    check_people(leaver_id, successor_id)
    if successor_id == powers.account_id and not powers.is_head(uai):
        raise Forbidden(NOT_TO_ONESELF)
    # In one order whoever leaves: two hand-overs crosswise wait for one another.
    for account_id in sorted((leaver_id, successor_id)):
        await Accounts(uow).lock(account_id)
    accesses = Accesses(uow)
    held = await accesses.held(leaver_id, uai)
    parts = parts_of(held, await accesses.held(successor_id, uai), on=on)
    moved = []
    for part in parts:
        powers.expect_to_move(Role(part.access.role), uai, leaver_id=leaver_id)
        moved.append(await _move(uow, part, successor_id, by=powers.account_id, now=now))
    handover = Handover(uow.new_id(), uai, leaver_id, successor_id, on, now, powers.account_id)
    await Handovers(uow).add(handover, moved)
    if any(Role(part.access.role) is Role.RBDE for part in parts):
        told = HandoverPlannedV1(
            handover_id=HandoverId(handover.id), from_on=on, occurred_on=handed_on
        )
        uow.publish(told, uai=uai)
    await audit_log.note_doing(uow, action="hand-over", resource_id=handover.id, uai=uai)
    return handover.id


async def _move(
    uow: UnitOfWork, part: RoleHandover, successor_id: UUID, *, by: UUID | None, now: datetime
) -> Moved:
    accesses, before = Accesses(uow), part.access
    await accesses.save(before.cut(part.from_on, by=by, now=now))
    if part.held_already:
        return Moved(before.id, before.until_on, None)
    given: Access = replace(
        before,
        id=uow.new_id(),
        account_id=successor_id,
        from_on=part.from_on,
        until_on=part.until_on,
        version=1,
        granted_at=now,
        granted_by=by,
        ended_at=None,
        ended_by=None,
    )
    await accesses.add(given)
    return Moved(before.id, before.until_on, given.id)
