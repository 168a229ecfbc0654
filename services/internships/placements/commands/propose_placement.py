"""A place is proposed to a pupil."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import PeriodId, PlacementId, PupilYearId, SiteKey
from contracts.internships.periods import PlacementOrigin, PlacementProposedV1
from contracts.internships.placements import PlacementLinkedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.placements.commands.prepare_placement import prepare_placement
from services.internships.stays.model.placement import Placement
from services.internships.stays.store.placements import Placements


async def propose_placement(
    uow: UnitOfWork,
    *,
    period_id: UUID,
    pupil_year_id: UUID,
    site_key: SiteKey,
    origin: PlacementOrigin,
    knowingly: bool = False,
    now: datetime,
) -> UUID:
    """Propose a place (lieu d'accueil proposé), which follows one that ended early; return its id.

    Raises what `prepare_placement` raises.
    """
    placement = await prepare_placement(
        uow,
        period_id=period_id,
        pupil_year_id=pupil_year_id,
        site_key=site_key,
        origin=origin,
        knowingly=knowingly,
        now=now,
    )
    await Placements(uow).add(placement)
    uow.publish(_proposed(placement), version=placement.version, uai=placement.uai)
    if placement.follows is not None:
        linked = _linked(placement, PlacementId(placement.follows))
        uow.publish(linked, version=placement.version, uai=placement.uai)
    return placement.id


def _linked(placement: Placement, follows: PlacementId) -> PlacementLinkedV1:
    return PlacementLinkedV1(
        placement_id=PlacementId(placement.id),
        follows=follows,
        pupil_year_id=PupilYearId(placement.pupil_year_id),
        period_id=PeriodId(placement.period_id),
        occurred_on=placement.proposed_on,
    )


def _proposed(placement: Placement) -> PlacementProposedV1:
    return PlacementProposedV1(
        placement_id=PlacementId(placement.id),
        site_key=placement.site_key,
        pupil_year_id=PupilYearId(placement.pupil_year_id),
        period_id=PeriodId(placement.period_id),
        occurred_on=placement.proposed_on,
    )
