"""Commands of approaches of hosts (démarches): noted, answered, withdrawn, restored, published."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import ApproachId, PeriodId, PupilYearId, SiteKey, Uai
from contracts.internships.search import HostApproachedV1, HostApproachWithdrawnV1
from services.chassis.unit_of_work.nightly_jobs import next_night
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
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
from services.internships.pupils.model import PupilLeft
from services.internships.pupils.store.pupils import Pupils

JOB = "tally_refusals"


async def plan_refusal_tally(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Have refusals told at the next two o'clock at night, once however many there are."""
    due_at = next_night(now)
    await uow.schedule(JOB, key=due_at.date().isoformat(), due_at=due_at, uai=uai)


async def answer_approach(
    uow: UnitOfWork, *, approach_id: UUID, version: int, answer: Answer, now: datetime
) -> Approach:
    """Note what the host answered (réponse); the lycée alone knows it, but for a count of refusals.

    Raises NotFound, StaleVersion, ApproachWithdrawn.
    """
    approaches = Approaches(uow)
    approach = await approaches.get_for_update(approach_id, version)
    before = approach.answer
    approach.reply(answer, today=local_date(now))
    await approaches.save(approach)
    if before.refused or answer.refused:
        await plan_refusal_tally(uow, uai=approach.uai, now=now)
    return approach


async def mark_refusal(
    uow: UnitOfWork,
    *,
    approach_id: UUID,
    version: int,
    presumed: bool,
    now: datetime,  # noqa: ARG001  every use case is given it; nothing is told, so nothing is dated
) -> Approach:
    """Mark it for the head (signalement), or no more. Nothing is published, and nothing counts it.

    Raises NotFound, StaleVersion, ApproachWithdrawn, ApproachNotRefused.
    """
    approaches = Approaches(uow)
    approach = await approaches.get_for_update(approach_id, version)
    approach.mark(presumed=presumed)
    await approaches.save(approach)
    return approach


async def publish_approach(uow: UnitOfWork, *, approach: Approach, now: datetime) -> None:
    """Tell that it was made, or that it was taken back; never what the host answered."""
    ids = {
        "approach_id": ApproachId(approach.id),
        "pupil_year_id": PupilYearId(approach.pupil_year_id),
        "period_id": PeriodId(approach.period_id),
    }
    told = (
        HostApproachWithdrawnV1(**ids, occurred_on=local_date(now))
        if approach.withdrawn_at
        else HostApproachedV1(**ids, site_key=approach.site_key, occurred_on=approach.approached_on)
    )
    uow.publish(told, version=approach.version, uai=approach.uai)
    if approach.answer.refused:
        await plan_refusal_tally(uow, uai=approach.uai, now=now)


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


async def restore_approach(
    uow: UnitOfWork, *, approach_id: UUID, version: int, now: datetime
) -> Approach:
    """Have it stand again (retrait annulé), and be told again. Raises NotFound, StaleVersion."""
    approaches = Approaches(uow)
    approach = await approaches.get_for_update(approach_id, version)
    if approach.restore():
        await approaches.save(approach)
        await publish_approach(uow, approach=approach, now=now)
    return approach


async def withdraw_approach(
    uow: UnitOfWork, *, approach_id: UUID, version: int, now: datetime
) -> Approach:
    """Take it back (démarche retirée): it is shown and counted nowhere, and goes after a month.

    Raises NotFound, StaleVersion, ApproachWithdrawn.
    """
    approaches = Approaches(uow)
    approach = await approaches.get_for_update(approach_id, version)
    approach.withdraw(now)
    await approaches.save(approach)
    await publish_approach(uow, approach=approach, now=now)
    return approach
