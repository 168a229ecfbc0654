"""Commands of withdrawals and confirmations: each taken back."""

from datetime import datetime
from uuid import UUID

from contracts.internships.periods import WithdrawalReason
from services.chassis.base.errors import Conflict
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.store.agreements import Agreements
from services.internships.placements.commands.choose_tutor import choose_tutor
from services.internships.placements.commands.confirm_placement import confirm_placement
from services.internships.placements.commands.propose_placement import propose_placement
from services.internships.placements.commands.set_placement_dates import set_placement_dates
from services.internships.placements.commands.withdraw_placement import withdraw_placement
from services.internships.pupils.store.pupils import Pupils
from services.internships.stays.model.placement import Placement
from services.internships.stays.model.states import PlacementNotConfirmed, PlacementStatus
from services.internships.stays.store.placements import Placements


class PlacementNotWithdrawn(Conflict):
    """Only a place that was given up can be put back."""

    code = "placement-not-withdrawn"
    title = "Ce lieu d’accueil n’est pas retiré."


async def restore_placement(
    uow: UnitOfWork, *, placement_id: UUID, version: int, now: datetime
) -> UUID:
    """Have the pupil have the place again (remise), as another one: who was told of its end is told of it.

    Its tutor and days come back; an agreement is prepared anew. Returns the new place. Raises
    NotFound, StaleVersion, PlacementNotWithdrawn, and what proposing and confirming raise.
    """
    placements = Placements(uow)
    # The pupil first, as whoever proposes a place does: the two wait for each other.
    await Pupils(uow).get_for_update(await placements.pupil_of(placement_id))
    was = await placements.get_for_update(placement_id, version)
    if was.status is not PlacementStatus.WITHDRAWN:
        raise PlacementNotWithdrawn
    again = await propose_placement(
        uow,
        period_id=was.period_id,
        pupil_year_id=was.pupil_year_id,
        site_key=was.site_key,
        origin=was.origin,
        knowingly=True,
        now=now,
    )
    await _as_before(uow, again, was, now)
    return again


async def _as_before(uow: UnitOfWork, again: UUID, was: Placement, now: datetime) -> None:
    version = 1
    if was.confirmed_on:
        await confirm_placement(
            uow,
            placement_id=again,
            version=version,
            on=was.confirmed_on,
            knowingly=True,
            now=now,
        )
        version += 1
    if was.own_dates:
        days = was.own_dates
        await set_placement_dates(
            uow,
            placement_id=again,
            version=version,
            starts_on=days.starts_on,
            ends_on=days.ends_on,
            reason=days.reason,
            now=now,
        )
        version += 1
    if was.tutor_id:
        await choose_tutor(
            uow,
            placement_id=again,
            version=version,
            tutor_id=was.tutor_id,
            knowingly=True,
            now=now,
        )


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
