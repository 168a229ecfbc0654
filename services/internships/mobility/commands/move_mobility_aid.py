"""An aid goes on: the pupil is eligible or not, it is granted, paid, or withdrawn."""

from datetime import date, datetime
from uuid import UUID

from contracts.internships.mobility import AidState
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.mobility.commands.publish_mobility_aid import publish_mobility_aid
from services.internships.mobility.store import MobilityAids


async def move_mobility_aid(
    uow: UnitOfWork,
    *,
    aid_id: UUID,
    version: int,
    to: AidState,
    on: date,
    amount_euros: int | None = None,
    now: datetime,
) -> None:
    """Record its next step (étape d’une aide à la mobilité).

    Raises NotFound, StaleVersion, AidMoveRefused, AidStepInTheFuture, AidStepBeforeTheLast,
    AidWithoutAmount.
    """
    aids = MobilityAids(uow)
    aid = await aids.get(aid_id, version=version)
    step = aid.step(
        to,
        on=on,
        today=local_date(now),
        amount_euros=amount_euros,
        role=uow.actor.role if uow.actor else None,
    )
    await aids.move(aid, step)
    await publish_mobility_aid(uow, aid=aid, step=step, version=version + 1, now=now)
