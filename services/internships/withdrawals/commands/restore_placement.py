"""A withdrawn placement is proposed again as it was."""

from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import Conflict
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.placements.commands.choose_tutor import choose_tutor
from services.internships.placements.commands.confirm_placement import confirm_placement
from services.internships.placements.commands.propose_placement import propose_placement
from services.internships.placements.commands.set_placement_dates import set_placement_dates
from services.internships.pupils.store.pupils import Pupils
from services.internships.stays.model.placement import Placement
from services.internships.stays.model.states import PlacementStatus
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
