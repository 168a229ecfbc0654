"""A place as it would be confirmed, or why it may not be."""

from datetime import date, datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.rules.queries import take_care
from services.internships.stays.model.placement import Placement
from services.internships.stays.store.placements import Placements


async def prepare_confirmation(
    uow: UnitOfWork,
    *,
    placement_id: UUID,
    version: int,
    on: date,
    knowingly: bool = False,
    now: datetime,
) -> tuple[Placement, UUID]:
    """The placement as it would be confirmed and its reference for the department, with nothing written yet.

    Raises NotFound, StaleVersion, PlacementNotProposed, AgreementInTheFuture; HostAsksForCare
    unless one goes on `knowingly`.
    """
    placement = await Placements(uow).get_for_update(placement_id, version)
    reference = uow.new_id()
    placement.confirm(on, reference=reference, today=local_date(now), by=uow.actor_id)
    await take_care(
        uow,
        placement.site_key,
        today=local_date(now),
        knowingly=knowingly,
        placement_id=placement_id,
    )
    return placement, reference
