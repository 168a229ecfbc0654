"""A bureau says what a partnership is about."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from contracts.partnerships.partnerships import PartnershipChangedV1, PartnershipScope
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.partnerships.commands.publish_partnership import publish_partnership
from services.partnerships.partnerships.model.partnership import Partnership
from services.partnerships.partnerships.store import Partnerships


async def describe_partnership(
    uow: UnitOfWork,
    *,
    partnership_id: UUID,
    version: int,
    scopes: tuple[PartnershipScope, ...],
    roles: Collection[str],
    now: datetime,
) -> Partnership:
    """Record its subjects (objets du partenariat). Raises NotFound, StaleVersion."""
    partnerships = Partnerships(uow)
    partnership = await partnerships.get_for_update(partnership_id)
    partnership.expect(version)
    partnership.describe(scopes, roles, local_date(now))
    await partnerships.save(partnership)
    await publish_partnership(uow, told=PartnershipChangedV1, partnership=partnership, now=now)
    return partnership
