"""Looking for troubles once an hour, and stating what began and what is over."""

from datetime import datetime

from contracts.supervision.troubles import TroubleBegunV1, TroubleEndedV1, TroubleId
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.base.today import today_of
from services.supervision.troubles.model import Seen, Trouble, Which, begun, ended, next_look
from services.supervision.troubles.queries import read_seen
from services.supervision.troubles.store import Troubles

JOB = "troubles"


async def plan_look(uow: UnitOfWork, *, now: datetime) -> None:
    """Have the next look taken on the hour; asking again changes nothing."""
    due_at = next_look(now)
    await uow.schedule(JOB, key=due_at.isoformat(), due_at=due_at)


async def state_troubles(uow: UnitOfWork, *, now: datetime) -> None:
    """Say what began (anomalie) and what is over since the last look; what goes on was said."""
    kept = Troubles(uow)
    open_ones, seen = await kept.open_ones(), await read_seen(uow)
    over = ended(open_ones, seen)
    for one in over:
        await kept.end(one.id, now=now)
        uow.publish(TroubleEndedV1(trouble_id=TroubleId(one.id), occurred_on=today_of(uow)))
    going_on = [one for one in open_ones if one not in over]
    for which, found in begun(going_on, seen).items():
        await _begin(uow, which, found)


async def _begin(uow: UnitOfWork, which: Which, found: Seen) -> None:
    kind, of_uai = which
    trouble = Trouble(uow.new_id(), kind, of_uai, found.since)
    await Troubles(uow).add(trouble)
    stated = TroubleBegunV1(
        trouble_id=TroubleId(trouble.id),
        kind=kind,
        since=found.since.astimezone(PARIS).date(),
        occurred_on=today_of(uow),
    )
    uow.publish(stated)
