"""A confirmed placement is only proposed again."""

from datetime import datetime
from uuid import UUID

from contracts.internships.periods import WithdrawalReason
from services.chassis.base.errors import Conflict
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.store.agreements import Agreements
from services.internships.placements.commands.choose_tutor import choose_tutor
from services.internships.placements.commands.propose_placement import propose_placement
from services.internships.placements.commands.withdraw_placement import withdraw_placement
from services.internships.pupils.store.pupils import Pupils
from services.internships.stays.model.states import PlacementNotConfirmed, PlacementStatus
from services.internships.stays.store.placements import Placements


class AgreementIssuedSince(Conflict):
    """The confirmation led to an agreement that people sign: taking it back is more than an undoing."""

    code = "agreement-issued-since"
    title = (
        "Une convention a été émise pour ce lieu depuis\u202f: elle serait annulée avec ses signatures. Pour y"
        " renoncer, retirez le lieu d’accueil depuis sa page, en disant pourquoi."
    )


async def undo_confirmation(
    uow: UnitOfWork, *, placement_id: UUID, version: int, now: datetime
) -> UUID:
    """Have the pupil be proposed the place again, as another one: who was told of the agreement is
    told that it does not stand. Its tutor comes back.

    Returns the new place. Raises NotFound, StaleVersion, PlacementNotConfirmed, AgreementIssuedSince,
    HostClosed.
    """
    placements = Placements(uow)
    # The pupil first, as whoever proposes a place does: the two wait for each other.
    await Pupils(uow).get_for_update(await placements.pupil_of(placement_id))
    was = await placements.get_for_update(placement_id, version)
    if was.status is not PlacementStatus.CONFIRMED:
        raise PlacementNotConfirmed
    standing = await Agreements(uow).standing_at([placement_id])
    if any(one.issued_on for one in standing.values()):
        raise AgreementIssuedSince
    await withdraw_placement(
        uow,
        placement_id=placement_id,
        version=version,
        reason=WithdrawalReason.MISTAKE,
        now=now,
    )
    again = await propose_placement(
        uow,
        period_id=was.period_id,
        pupil_year_id=was.pupil_year_id,
        site_key=was.site_key,
        origin=was.origin,
        knowingly=True,
        now=now,
    )
    if was.tutor_id:
        await choose_tutor(
            uow, placement_id=again, version=1, tutor_id=was.tutor_id, knowingly=True, now=now
        )
    return again
