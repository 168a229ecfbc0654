"""Keeping what a company sent by the public form."""

from datetime import datetime
from uuid import UUID

from contracts.coordination.needs import NeedSource
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.needs.commands.receive_need import receive_need
from services.coordination.needs.model.need import Need, NeedDetails, Requester
from services.coordination.needs.store.needs import Needs


async def send_need(
    uow: UnitOfWork,
    *,
    details: NeedDetails,
    requester: Requester,
    verified: bool,
    need_id: UUID | None = None,
    now: datetime,
) -> UUID:
    """Keep what a company sent by the public form, and return its id.

    `verified`: whether it is known to come from somebody; else it waits apart until the address it
    gives confirms it, and whoever keeps it sees that it is asked. Runs in the scope of the DSDEN.
    """
    need = Need(
        id=need_id or uow.new_id(),
        uai=uow.writing_for(),
        source=NeedSource.FORM,
        details=details,
        requester=requester,
        sent_at=now,
        changed_at=now,
    )
    if not verified:
        await Needs(uow).add(need)
        return need.id
    await receive_need(uow, need=need, adding=True, now=now)
    return need.id
