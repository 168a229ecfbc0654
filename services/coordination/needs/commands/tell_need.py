"""Noting a need for a company that told it."""

from datetime import datetime
from uuid import UUID

from contracts.coordination.needs import NeedSource
from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.needs.commands.receive_need import receive_need
from services.coordination.needs.model.need import Need, NeedDetails, Requester


async def tell_need(
    uow: UnitOfWork,
    *,
    details: NeedDetails,
    requester: Requester,
    source: NeedSource,
    uai: Uai | None = None,
    now: datetime,
) -> UUID:
    """Note a need for a company that told it to a bureau or to the supervisor; return its id.

    Raises NotFound, LyceeNotChosen.
    """
    need = Need(
        id=uow.new_id(),
        uai=uow.writing_for(uai),
        source=source,
        details=details,
        requester=requester,
        sent_at=now,
        changed_at=now,
    )
    await receive_need(uow, need=need, adding=True, now=now)
    return need.id
