"""A bureau takes back the last change of a partnership."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from contracts.partnerships.partnerships import PartnershipChangedV1, PartnershipStage
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.store.companies import Companies
from services.partnerships.partnerships.commands.publish_partnership import publish_partnership
from services.partnerships.partnerships.model.partnership import Partnership, PartnershipAlreadyOpen
from services.partnerships.partnerships.store import Partnerships


async def take_partnership_back(
    uow: UnitOfWork,
    *,
    partnership_id: UUID,
    version: int,
    roles: Collection[str],
    now: datetime,
) -> Partnership:
    """Put it back to what it was before the change that made this version (annulation).

    Raises NotFound, NothingToTakeBack, PartnershipActRefused, PartnershipAlreadyOpen.
    """
    partnerships = Partnerships(uow)
    partnership = await partnerships.get_for_update(partnership_id)
    over = partnership.stage is PartnershipStage.ENDED
    partnership.take_back(version, roles)
    if over and partnership.stage is not PartnershipStage.ENDED:
        await Companies(uow).get_for_update(partnership.company_id)
        if await partnerships.has_open(partnership.uai, partnership.company_id):
            raise PartnershipAlreadyOpen
    await partnerships.save(partnership)
    await publish_partnership(uow, told=PartnershipChangedV1, partnership=partnership, now=now)
    return partnership
