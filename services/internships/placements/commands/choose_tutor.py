"""A bureau says who follows a pupil at the host."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.commands import amend_agreements, publish_agreements
from services.internships.base.days import local_date
from services.internships.hosts.model import HostAsksForCare
from services.internships.rules.model import tutor_load
from services.internships.rules.store import read_facts
from services.internships.stays.model.placement import Placement
from services.internships.stays.store.placements import Placements
from services.internships.visits.commands import follow_stay


async def choose_tutor(
    uow: UnitOfWork,
    *,
    placement_id: UUID,
    version: int,
    tutor_id: UUID | None,
    knowingly: bool = False,
    now: datetime,
) -> Placement:
    """Have a contact of the lycée be the tutor (tuteur), or nobody; return the placement.

    Nobody is told; an agreement that names another tutor is amended. Raises NotFound, StaleVersion,
    PlacementMoveRefused; HostAsksForCare unless one goes on `knowingly`.
    """
    placements = Placements(uow)
    placement = await placements.get_for_update(placement_id, version)
    placement.entrust(tutor_id, today=local_date(now))
    await placements.save(placement)
    # The rule looks at who is the tutor now; a refusal takes it back with the rest.
    if (
        tutor_id
        and not knowingly
        and (said := tutor_load.check(await read_facts(uow, placement_id)))
    ):
        raise HostAsksForCare(said.text, field="knowingly")
    await follow_stay(uow, placement=placement, now=now)
    amended = await amend_agreements(uow, placement_ids=[placement_id], now=now)
    await publish_agreements(uow, changed=amended, now=now)
    return placement
