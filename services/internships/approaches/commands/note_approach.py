"""Somebody asked a host to take a pupil."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import SiteKey, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.approaches.commands.publish_approach import publish_approach
from services.internships.approaches.model.approach import Answer, Approach, Asking
from services.internships.approaches.store import Approaches
from services.internships.base.days import local_date
from services.internships.hosts.model import HostUnknown
from services.internships.hosts.store.hosts import Hosts
from services.internships.participations.model import (
    PupilExempted,
    PupilNotConcerned,
    PupilSituation,
)
from services.internships.participations.store import Participations
from services.internships.periods.model import PeriodNotPublished, PeriodStatus
from services.internships.periods.store import Periods
from services.internships.pupils.model.pupil import PupilLeft
from services.internships.pupils.store.pupils import Pupils

_REFUSED = {PupilSituation.LEFT: PupilLeft, PupilSituation.EXEMPTED: PupilExempted}


async def note_approach(
    uow: UnitOfWork,
    *,
    period_id: UUID,
    pupil_year_id: UUID,
    site_key: SiteKey,
    asking: Asking,
    now: datetime,
) -> UUID:
    """Note an approach (démarche), and its answer when there is one; return its id.

    A pupil who has a place may be told of too: an answer comes late. Raises NotFound, PupilErased,
    PeriodNotPublished, PupilNotConcerned, PupilExempted, PupilLeft, HostUnknown, or what `check` does.
    """
    today = local_date(now)
    asking.check(today)
    pupil = await Pupils(uow).get_for_update(pupil_year_id)
    await _refuse(uow, pupil.uai, period_id, pupil_year_id)
    host = await Hosts(uow).by_key(site_key)
    if host is None:
        raise HostUnknown(field="site_key")
    approach = Approach(
        id=uow.new_id(),
        uai=pupil.uai,
        period_id=period_id,
        pupil_year_id=pupil_year_id,
        site_id=host.site_id,
        site_key=host.site_key,
        approached_by=asking.by,
        means=asking.means,
        approached_on=asking.on,
        note=asking.note,
        answer=asking.answer,
        answered_on=None if asking.answer is Answer.WAITING else today,
        presumed_discriminatory=False,
        noted_at=now,
    )
    await Approaches(uow).add(approach)
    await publish_approach(uow, approach=approach, now=now)
    return approach.id


async def _refuse(uow: UnitOfWork, uai: Uai, period_id: UUID, pupil_year_id: UUID) -> None:
    period = await Periods(uow).get(period_id)
    if period.uai != uai:
        raise PupilNotConcerned
    if period.status is not PeriodStatus.PUBLISHED:
        raise PeriodNotPublished
    standing = (await Participations(uow).get(period_id, pupil_year_id)).standing
    if standing in _REFUSED:
        raise _REFUSED[standing]
