"""The follow-up of one pupil at a host."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.follow_ups.model import Alert
from services.internships.follow_ups.store import Alerts, Arrivals, FollowUp, FollowUps
from services.internships.placements.queries.placements import PlacementCard, read_placement
from services.internships.referents.store.referents import GONE
from services.internships.referents.tables import followings, referents

F = followings.c


@dataclass(frozen=True)
class Followed:
    """What the page of a pupil's follow-up shows."""

    placement: PlacementCard
    referent: str | None
    contacts: Sequence[FollowUp]
    alerts: Sequence[Alert]
    arrival: datetime | None
    """When the host said that the pupil came."""


async def read_followed(uow: UnitOfWork, placement_id: UUID) -> Followed:
    """The follow-up of one pupil at one host. Raises NotFound."""
    card = await read_placement(uow, placement_id)
    follow_ups_ = FollowUps(uow)
    stay = await follow_ups_.stay(placement_id)
    named = (
        select(referents.c.name)
        .join(followings, (F.uai == referents.c.uai) & (F.referent_id == referents.c.referent_id))
        .where(F.period_id == card.period_id, F.pupil_year_id == card.pupil_year_id)
    )
    row = (await uow.execute(named)).first()
    return Followed(
        card,
        (row.name or GONE) if row else None,
        await follow_ups_.of_placement(placement_id),
        await Alerts(uow).of_placement(stay),
        await Arrivals(uow).of_placement(placement_id),
    )
