"""A host and a lycée agreed on a place."""

from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import DepartmentRef, PeriodId, PlacementId, PupilYearId
from contracts.internships.periods import HostAgreedV1, PlacementConfirmedV1
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.coverage.commands import publish_changes
from services.internships.placements.commands.prepare_confirmation import prepare_confirmation
from services.internships.publications.store import Publications
from services.internships.seats.commands import plan_tally
from services.internships.stays.model.placement import Placement
from services.internships.stays.store.placements import Placements


async def confirm_placement(
    uow: UnitOfWork,
    *,
    placement_id: UUID,
    version: int,
    on: date,
    knowingly: bool = False,
    now: datetime,
) -> None:
    """Confirm a placement (lieu d'accueil confirmé): the host agreed on that day.

    Raises what `prepare_confirmation` raises, before anything is written.
    """
    placement, reference = await prepare_confirmation(
        uow, placement_id=placement_id, version=version, on=on, knowingly=knowingly, now=now
    )
    placements = Placements(uow)
    await placements.save(placement)
    new_host = await placements.is_new_host(placement.uai, placement.site_id, on)
    uow.publish(_agreed(placement, on), version=placement.version, uai=placement.uai)
    families = await Publications(uow).told(placement.uai, local_date(now))
    if FactFamily.PLACEMENTS in families:
        uow.publish(_confirmed(placement, reference, on, new_host), version=1, uai=placement.uai)
    await plan_tally(uow, uai=placement.uai, now=now)
    await publish_changes(
        uow,
        uai=placement.uai,
        period_id=placement.period_id,
        pupil_year_id=placement.pupil_year_id,
        families=families,
        now=now,
    )


def _agreed(placement: Placement, on: date) -> HostAgreedV1:
    return HostAgreedV1(
        placement_id=PlacementId(placement.id),
        site_key=placement.site_key,
        pupil_year_id=PupilYearId(placement.pupil_year_id),
        occurred_on=on,
    )


def _confirmed(
    placement: Placement, reference: UUID, on: date, new_host: bool
) -> PlacementConfirmedV1:
    """What the department may learn: neither who nor where."""
    return PlacementConfirmedV1(
        reference=DepartmentRef(reference),
        period_id=PeriodId(placement.period_id),
        mef=placement.mef,
        origin=placement.origin,
        new_host=new_host,
        occurred_on=on,
    )
