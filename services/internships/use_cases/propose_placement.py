"""A place is proposed to a pupil."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import PeriodId, PlacementId, PupilYearId, SiteKey
from contracts.internships import PlacementOrigin, PlacementProposedV1
from services.chassis.errors import Invalid
from services.chassis.work import UnitOfWork
from services.internships.domain.coverage import Standing
from services.internships.domain.participation import PupilExempted, PupilLeft, PupilNotConcerned
from services.internships.domain.period import PeriodNotPublished, PeriodStatus
from services.internships.domain.placement import Placement, PlacementAlreadyLive
from services.internships.domain.tally import local_date
from services.internships.storage.formations import Formations
from services.internships.storage.hosts import Hosts
from services.internships.storage.participations import Participations
from services.internships.storage.periods import Periods
from services.internships.storage.placements import Placements
from services.internships.storage.pupils import Pupils

_REFUSED = {
    Standing.LEFT: PupilLeft,
    Standing.EXEMPTED: PupilExempted,
    Standing.PROPOSED: PlacementAlreadyLive,
    Standing.COVERED: PlacementAlreadyLive,
}


class HostUnknown(Invalid):
    """No event has told of this site so far, or its company no longer has it."""

    code = "host-unknown"
    title = (
        "Cette entreprise n’est pas connue ici. Vient-elle d’être créée\u202f? Réessayez bientôt."
    )


async def propose_placement(
    uow: UnitOfWork,
    *,
    period_id: UUID,
    pupil_year_id: UUID,
    site_key: SiteKey,
    origin: PlacementOrigin,
    now: datetime,
) -> UUID:
    """Propose a place (lieu d'accueil proposé) and return the placement's id.

    Raises NotFound, PeriodNotPublished, PupilNotConcerned, PupilExempted, PupilLeft,
    PlacementAlreadyLive, HostUnknown.
    """
    pupil = await Pupils(uow).get_for_update(pupil_year_id)
    period = await Periods(uow).get(period_id)
    if period.uai != pupil.uai:
        raise PupilNotConcerned
    if period.status is not PeriodStatus.PUBLISHED:
        raise PeriodNotPublished
    standing = (await Participations(uow).get(period_id, pupil_year_id)).standing
    if standing in _REFUSED:
        raise _REFUSED[standing]
    host = await Hosts(uow).by_key(site_key)
    if host is None:
        raise HostUnknown(field="site_key")
    placement = Placement(
        id=uow.new_id(),
        uai=pupil.uai,
        period_id=period_id,
        pupil_year_id=pupil_year_id,
        mef=await Formations(uow).mef_of(pupil.uai, pupil.formation_id),
        site_id=host.site_id,
        site_key=host.site_key,
        origin=origin,
        proposed_on=local_date(now),
    )
    await Placements(uow).add(placement)
    uow.publish(_proposed(placement), version=placement.version, uai=placement.uai)
    return placement.id


def _proposed(placement: Placement) -> PlacementProposedV1:
    return PlacementProposedV1(
        placement_id=PlacementId(placement.id),
        site_key=placement.site_key,
        pupil_year_id=PupilYearId(placement.pupil_year_id),
        period_id=PeriodId(placement.period_id),
        occurred_on=placement.proposed_on,
    )
