"""Receiving what waited apart."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.needs.commands.receive_need import receive_need
from services.coordination.needs.model.states import NeedStatus
from services.coordination.needs.store.needs import Needs


async def verify_need(uow: UnitOfWork, *, need_id: UUID, now: datetime) -> None:
    """Receive what waited apart: the company confirmed it, or the supervisor did.

    What is received already stays as it is. Raises NotFound, NeedMoveRefused.
    """
    need = await Needs(uow).get_for_update(need_id)
    if need.received_at is None or need.status is NeedStatus.DISMISSED:
        await receive_need(uow, need=need, now=now)
