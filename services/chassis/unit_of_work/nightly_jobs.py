"""When work of the night is due: told once a night, however many changes there were."""

import hashlib
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import literal, select
from sqlalchemy.dialects.postgresql import insert

from contracts.event import REGISTRY
from contracts.identifiers import Uai
from services.chassis.database.tables import due_work
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

PARIS = ZoneInfo("Europe/Paris")
AT_NIGHT = time(2, 0)
SETTLING_TIME = timedelta(minutes=1)
"""A change this close before the hour may commit after the count: the next night tells it."""


def next_night(now: datetime) -> datetime:
    """The next two o'clock at night in Paris that surely sees a change made `now`."""
    today = now.astimezone(PARIS)
    due = datetime.combine(today.date(), AT_NIGHT, tzinfo=PARIS)
    if due <= now + SETTLING_TIME:
        due = datetime.combine(today.date() + timedelta(days=1), AT_NIGHT, tzinfo=PARIS)
    return due


RELEASE = "release:"
"""How the key of a statement begins that a release asks for, by day: its morning is that of the night before."""


def release_key(service: str) -> str:
    """The key of a statement made because of a release: another one for other events, or versions of them."""
    events = sorted(name for name, event in REGISTRY.items() if event.service() == service)
    return f"{RELEASE}{hashlib.sha256(' '.join(events).encode()).hexdigest()[:16]}"


async def note_stated(uow: UnitOfWork, *, job: str, key: str, uai: Uai, now: datetime) -> None:
    """Note that this release made a statement of the night: its first start asks for none."""
    row = {"job": job, "uai": uai, "key": key, "due_at": now, "done_at": now}
    await uow.execute(insert(due_work).on_conflict_do_nothing(), row)


async def state_at_first_start(uow: UnitOfWork, *, job: str, key: str, now: datetime) -> None:
    """Have a statement of the night made now by each lycée that made one, but of another release (`release_key`).

    What a release is the first to tell would else be missing until the night, and compared as a gap.
    """
    stated = select(due_work.c.job, due_work.c.uai, literal(key), literal(now)).distinct()
    stated = stated.where(due_work.c.job == job, due_work.c.done_at.is_not(None))
    names = ("job", "uai", "key", "due_at")
    await uow.execute(insert(due_work).from_select(names, stated).on_conflict_do_nothing())
