"""A rupture or a no-show is taken back."""

from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from contracts.identifiers import DepartmentRef, PeriodId, PlacementId, PupilYearId
from contracts.internships.periods import PlacementConfirmedV1
from contracts.internships.placements import PlacementEndUndoneV1
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.coverage.commands import publish_changes
from services.internships.participations.model import PupilExempted, PupilSituation
from services.internships.participations.store import Participations
from services.internships.placements.commands.refuse_overlap import refuse_overlap
from services.internships.publications.store import Publications
from services.internships.pupils.model.pupil import PupilLeft
from services.internships.pupils.store.pupils import Pupils
from services.internships.seats.commands import plan_tally
from services.internships.stays.model.placement import Placement
from services.internships.stays.model.states import PlacementFollowed
from services.internships.stays.store.placements import Placements

_REFUSED = MappingProxyType(
    {
        PupilSituation.LEFT: PupilLeft,
        PupilSituation.EXEMPTED: PupilExempted,
        PupilSituation.PROPOSED: PlacementFollowed,
        PupilSituation.COVERED: PlacementFollowed,
    }
)


async def undo_placement_end(
    uow: UnitOfWork, *, placement_id: UUID, version: int, now: datetime
) -> None:
    """Take a rupture or a no-show back (annulation): the place stands as before.

    Raises NotFound, StaleVersion, PlacementMoveRefused, PlacementFollowed, PupilErased,
    PupilNotConcerned, PupilExempted, PupilLeft, StaysOverlap.
    """
    placements = Placements(uow)
    # The pupil first, as whoever proposes a place does: the two wait for each other.
    await Pupils(uow).get_for_update(await placements.pupil_of(placement_id))
    placement = await placements.get_for_update(placement_id, version)
    followed, today = await placements.is_followed(placement), local_date(now)
    reference = uow.new_id()
    placement.undo_end(reference=reference, followed=followed, today=today)
    await _refuse(uow, placement)
    await refuse_overlap(uow, placement=placement)
    await placements.save(placement)
    uow.publish(_undone(placement, now), version=placement.version, uai=placement.uai)
    families = await Publications(uow).told(placement.uai, today)
    if FactFamily.PLACEMENTS in families:
        uow.publish(_confirmed_again(placement, reference, now), version=1, uai=placement.uai)
    await plan_tally(uow, uai=placement.uai, now=now)
    await publish_changes(
        uow,
        uai=placement.uai,
        period_id=placement.period_id,
        pupil_year_id=placement.pupil_year_id,
        families=families,
        now=now,
    )


async def _refuse(uow: UnitOfWork, placement: Placement) -> None:
    stands = await Participations(uow).get(placement.period_id, placement.pupil_year_id)
    if stands.standing in _REFUSED:
        raise _REFUSED[stands.standing]


def _undone(placement: Placement, now: datetime) -> PlacementEndUndoneV1:
    return PlacementEndUndoneV1(
        placement_id=PlacementId(placement.id),
        site_key=placement.site_key,
        pupil_year_id=PupilYearId(placement.pupil_year_id),
        period_id=PeriodId(placement.period_id),
        occurred_on=local_date(now),
    )


def _confirmed_again(placement: Placement, reference: UUID, now: datetime) -> PlacementConfirmedV1:
    """The place the department was told lost is told as another one; its host is not new."""
    return PlacementConfirmedV1(
        reference=DepartmentRef(reference),
        period_id=PeriodId(placement.period_id),
        mef=placement.mef,
        origin=placement.origin,
        new_host=False,
        occurred_on=local_date(now),
    )
