"""A place as it would be proposed to a pupil, or why it may not be."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import SiteKey, Uai
from contracts.internships.periods import PlacementOrigin
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.formations.store import Formations
from services.internships.hosts.model import HostUnknown
from services.internships.hosts.store.closed_sites import ClosedSites
from services.internships.hosts.store.hosts import Host, Hosts
from services.internships.participations.model import (
    PupilExempted,
    PupilNotConcerned,
    PupilSituation,
)
from services.internships.participations.store import Participations
from services.internships.periods.model import Period, PeriodNotPublished, PeriodStatus
from services.internships.periods.store import Periods
from services.internships.placements.commands.refuse_overlap import refuse_overlap
from services.internships.pupils.model import PupilLeft
from services.internships.pupils.store.pupils import Pupils
from services.internships.rules.queries import take_care
from services.internships.stays.model.placement import Placement, PlacementAlreadyLive
from services.internships.stays.store.placements import Placements

_REFUSED = {
    PupilSituation.LEFT: PupilLeft,
    PupilSituation.EXEMPTED: PupilExempted,
    PupilSituation.PROPOSED: PlacementAlreadyLive,
    PupilSituation.COVERED: PlacementAlreadyLive,
}


async def prepare_placement(
    uow: UnitOfWork,
    *,
    period_id: UUID,
    pupil_year_id: UUID,
    site_key: SiteKey,
    origin: PlacementOrigin,
    knowingly: bool,
    now: datetime,
) -> Placement:
    """The place as it would be proposed, with nothing written yet.

    Raises NotFound, PeriodNotPublished, PupilNotConcerned, PupilExempted, PupilLeft,
    PlacementAlreadyLive, HostUnknown, HostClosed, StaysOverlap; HostAsksForCare unless `knowingly`.
    """
    pupil = await Pupils(uow).get_for_update(pupil_year_id)
    period = await _published(uow, period_id, pupil.uai)
    await _refuse(uow, period_id, pupil_year_id)
    host = await _host(uow, site_key)
    await take_care(uow, host.site_key, today=local_date(now), knowingly=knowingly)
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
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        period_days=(period.starts_on, period.ends_on),
    )
    before = await Placements(uow).last_ended(period_id, pupil_year_id)
    if before is not None:
        placement.follow(before)
    await refuse_overlap(uow, placement=placement)
    return placement


async def _published(uow: UnitOfWork, period_id: UUID, uai: Uai) -> Period:
    period = await Periods(uow).get(period_id)
    if period.uai != uai:
        raise PupilNotConcerned
    if period.status is not PeriodStatus.PUBLISHED:
        raise PeriodNotPublished
    return period


async def _refuse(uow: UnitOfWork, period_id: UUID, pupil_year_id: UUID) -> None:
    standing = (await Participations(uow).get(period_id, pupil_year_id)).standing
    if standing in _REFUSED:
        raise _REFUSED[standing]


async def _host(uow: UnitOfWork, site_key: SiteKey) -> Host:
    host = await Hosts(uow).by_key(site_key)
    if host is None:
        raise HostUnknown(field="site_key")
    await ClosedSites(uow).refuse(host.site_key)
    return host
