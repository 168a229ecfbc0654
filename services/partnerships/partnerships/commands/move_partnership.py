"""A bureau moves a partnership to another stage."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from contracts.partnerships.partnerships import (
    PartnershipChangedV1,
    PartnershipEndedV1,
    PartnershipStage,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.store.companies import Companies
from services.partnerships.partnerships.commands.publish_partnership import publish_partnership
from services.partnerships.partnerships.model.partnership import (
    MOVES,
    Partnership,
    PartnershipAlreadyOpen,
)
from services.partnerships.partnerships.store import Partnerships


async def move_partnership(
    uow: UnitOfWork,
    *,
    partnership_id: UUID,
    version: int,
    to: PartnershipStage,
    roles: Collection[str],
    now: datetime,
) -> Partnership:
    """Move a partnership (changement d'étape); `roles` are those held in its lycée.

    Raises NotFound, StaleVersion, PartnershipActRefused, PartnershipAlreadyOpen.
    """
    partnerships = Partnerships(uow)
    moved = await partnerships.get_for_update(partnership_id)
    moved.expect(version)
    if moved.stage is PartnershipStage.ENDED:
        await Companies(uow).get_for_update(moved.company_id)
        if await partnerships.has_open(moved.uai, moved.company_id):
            raise PartnershipAlreadyOpen
    moved.do(MOVES[to], roles, local_date(now))
    await partnerships.save(moved)
    over = moved.stage is PartnershipStage.ENDED
    told = PartnershipEndedV1 if over else PartnershipChangedV1
    await publish_partnership(uow, told=told, partnership=moved, now=now)
    return moved
