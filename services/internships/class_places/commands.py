"""What a bureau does with the places of a whole class."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from contracts.identifiers import SiteKey
from contracts.internships.periods import PlacementOrigin, WithdrawalReason
from services.chassis.base.errors import Conflict, Invalid, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.placements.commands.prepare_placement import prepare_placement
from services.internships.placements.commands.propose_placement import propose_placement
from services.internships.placements.commands.withdraw_placement import withdraw_placement
from services.internships.stays.model.placement import PlacementAlreadyLive
from services.internships.stays.model.states import PlacementMoveRefused

PROPOSED_VERSION = 1
"""The version of a place nobody did anything about since it was proposed."""


@dataclass
class ProposedPlaces:
    """The places that were proposed, and why a pupil got none, by pupil."""

    placement_ids: list[UUID] = field(default_factory=list)
    refused: dict[UUID, Conflict | Invalid] = field(default_factory=dict)


async def propose_class_places(
    uow: UnitOfWork,
    *,
    period_id: UUID,
    sites: Mapping[UUID, SiteKey],
    origin: PlacementOrigin,
    knowingly: bool,
    now: datetime,
) -> ProposedPlaces:
    """Propose a place to each of these pupils; one that is refused stops none of the others.

    Raises NotFound: somebody else's pupil or period.
    """
    done = ProposedPlaces()
    for pupil, site_key in sorted(sites.items()):  # locked in one order, whoever else does the same
        try:
            placement_id = await propose_placement(
                uow,
                period_id=period_id,
                pupil_year_id=pupil,
                site_key=site_key,
                origin=origin,
                knowingly=knowingly,
                now=now,
            )
        except (Conflict, Invalid) as refused:  # raised before anything of the pupil is written
            done.refused[pupil] = refused
        else:
            done.placement_ids.append(placement_id)
    return done


async def read_refusals(
    uow: UnitOfWork,
    *,
    period_id: UUID,
    sites: Mapping[UUID, SiteKey],
    origin: PlacementOrigin,
    now: datetime,
) -> Mapping[UUID, Conflict | Invalid]:
    """Why some of these pupils would get no place there, as sending them would say; nothing is written.

    Nothing of those who have a place now: theirs is the one that was just recorded. Raises NotFound: somebody else's pupil or period.
    """
    refused: dict[UUID, Conflict | Invalid] = {}
    for pupil, site_key in sorted(sites.items()):
        try:
            await prepare_placement(
                uow,
                period_id=period_id,
                pupil_year_id=pupil,
                site_key=site_key,
                origin=origin,
                knowingly=False,
                now=now,
            )
        except PlacementAlreadyLive:
            continue
        except (Conflict, Invalid) as why:
            refused[pupil] = why
    return refused


async def withdraw_class_places(
    uow: UnitOfWork, *, placement_ids: Collection[UUID], now: datetime
) -> int:
    """Take back places proposed by mistake, but for those something was done about since.

    Returns how many were taken back. Raises NotFound.
    """
    taken_back = 0
    for placement_id in sorted(placement_ids):
        try:
            await withdraw_placement(
                uow,
                placement_id=placement_id,
                version=PROPOSED_VERSION,
                reason=WithdrawalReason.MISTAKE,
                now=now,
            )
        except (StaleVersion, PlacementMoveRefused):
            continue
        taken_back += 1
    return taken_back
