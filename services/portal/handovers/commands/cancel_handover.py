"""A hand-over is cancelled before its day."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.portal.handovers import HandoverCancelledV1, HandoverId
from services.chassis.base.identity import Role
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accesses.model import AccessState
from services.portal.accesses.store import Accesses
from services.portal.handovers.model import Handover
from services.portal.handovers.store import Handovers, Moved
from services.portal.permissions import Powers

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
