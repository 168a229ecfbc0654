"""Commands of withdrawals and confirmations: each taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from contracts.internships.periods import WithdrawalReason
from services.chassis.base.errors import Conflict, Invalid
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.store.agreements import Agreements
from services.internships.hosts.store.closed_sites import ClosedSites
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
    was = await prepare_undoing(uow, placement_id=placement_id, version=version)
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


async def prepare_undoing(uow: UnitOfWork, *, placement_id: UUID, version: int) -> Placement:
    """The confirmed place whose confirmation can be taken back, with nothing written yet.

    Raises NotFound, StaleVersion, PlacementNotConfirmed, AgreementIssuedSince, HostClosed.
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
    await ClosedSites(uow).refuse(was.site_key)
    return was


@dataclass
class UndoneConfirmations:
    """The places that are proposed again, those that were confirmed, and why others still are."""

    undone: list[UUID] = field(default_factory=list)
    refused: dict[UUID, Conflict | Invalid] = field(default_factory=dict)


async def undo_confirmations(
    uow: UnitOfWork, *, versions: Mapping[UUID, int], now: datetime
) -> UndoneConfirmations:
    """Have the places of one sending be proposed again, each as it is alone; one that is refused
    stops none of the others.

    Raises NotFound.
    """
    done = UndoneConfirmations()
    for placement_id, version in sorted(versions.items()):
        try:
            await prepare_undoing(uow, placement_id=placement_id, version=version)
        except (Conflict, Invalid) as refused:
            done.refused[placement_id] = refused
            continue
        await undo_confirmation(uow, placement_id=placement_id, version=version, now=now)
        done.undone.append(placement_id)
    return done


async def read_undoing_refusals(
    uow: UnitOfWork, *, versions: Mapping[UUID, int]
) -> Mapping[UUID, Conflict | Invalid]:
    """Why the confirmation of some of these places would not be taken back; nothing is written.

    Raises NotFound.
    """
    refused: dict[UUID, Conflict | Invalid] = {}
    for placement_id, version in sorted(versions.items()):
        try:
            await prepare_undoing(uow, placement_id=placement_id, version=version)
        except (Conflict, Invalid) as why:
            refused[placement_id] = why
    return refused
