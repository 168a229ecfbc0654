"""Commands of an exemption (dispense): given, lifted."""

from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import Conflict
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.coverage.commands import publish_changes
from services.internships.participations.model import (
    ExemptionReason,
    PupilExempted,
    PupilHasAPlacement,
    PupilSituation,
)
from services.internships.participations.store import Participations
from services.internships.pupils.model import PupilLeft
from services.internships.pupils.store.pupils import Pupils

_REFUSED = {
    PupilSituation.LEFT: PupilLeft,
    PupilSituation.EXEMPTED: PupilExempted,
    PupilSituation.PROPOSED: PupilHasAPlacement,
    PupilSituation.COVERED: PupilHasAPlacement,
}


async def exempt_pupil(
    uow: UnitOfWork, *, period_id: UUID, pupil_year_id: UUID, reason: ExemptionReason, now: datetime
) -> None:
    """Exempt a pupil from a period (dispense).

    Raises NotFound, PupilNotConcerned, PupilExempted, PupilHasAPlacement, PupilLeft.
    """
    pupil = await Pupils(uow).get_for_update(pupil_year_id)
    participations = Participations(uow)
    standing = (await participations.get(period_id, pupil_year_id)).standing
    if standing in _REFUSED:
        raise _REFUSED[standing]
    await participations.exempt(pupil.uai, period_id, pupil_year_id, reason)
    await publish_changes(uow, uai=pupil.uai, period_id=period_id, pupil_year_id=pupil.id, now=now)


class PupilNotExempted(Conflict):
    """Only an exemption that was recorded can be lifted."""

    code = "pupil-not-exempted"
    title = "Cet élève n’est pas dispensé de cette PFMP."


async def lift_exemption(
    uow: UnitOfWork, *, period_id: UUID, pupil_year_id: UUID, now: datetime
) -> ExemptionReason:
    """Have an exempted pupil look for a place after all; returns why they were exempted.

    Raises NotFound, PupilNotExempted.
    """
    pupil = await Pupils(uow).get_for_update(pupil_year_id)
    reason = await Participations(uow).lift(pupil.uai, period_id, pupil_year_id)
    if reason is None:
        raise PupilNotExempted
    await publish_changes(uow, uai=pupil.uai, period_id=period_id, pupil_year_id=pupil.id, now=now)
    return reason
