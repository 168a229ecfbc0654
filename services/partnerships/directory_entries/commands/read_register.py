"""The night's reading of the public directory, some cards at a time."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from time import monotonic
from uuid import UUID

from contracts.identifiers import Siret
from services.chassis.unit_of_work.nightly_jobs import PARIS
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.directory_entries.commands.note_entry import note_entry
from services.partnerships.directory_entries.commands.plan_reading_register import (
    JOB,
    plan_reading_register,
)
from services.partnerships.directory_entries.store.entries import DirectoryEntries
from services.partnerships.public_directory.model import DirectoryAway, Entry

FRESH = timedelta(days=7)
SITES_AT_ONCE = 20
SECONDS_AT_ONCE = 2.0
"""Other timed work waits meanwhile."""
PACE = timedelta(minutes=1)
TROUBLES_MAX = 3
"""One number the register cannot answer is its own trouble; so many in a row are an outage."""
MORNING = time(6, 0)
"""In Paris, when the night is over."""


async def read_register(
    uow: UnitOfWork,
    *,
    ask: Callable[[Siret], Awaitable[Entry | None]] | None,
    seconds: Callable[[], float] = monotonic,
    key: str,
    now: datetime,
) -> None:
    """Read the lycée's cards (registre relu) that were not for a week; the rest goes on later.

    The key is `<night>`, then `<night>:<last site asked>`: nothing is asked twice in a night. What
    is left at an outage, or in the morning, is read the next night. Without a register (`ask`),
    nothing is asked until one is configured. `seconds` tells how long it takes.
    """
    uai = uow.writing_for()
    await plan_reading_register(uow, uai=uai, now=now)
    night, _, after = key.partition(":")
    here = now.astimezone(PARIS)
    if ask is None or night != here.date().isoformat() or here.time() >= MORNING:
        return
    entries = DirectoryEntries(uow)
    begun, troubles, last = seconds(), 0, None
    left = await entries.to_read(
        uai, now - FRESH, night=night, after=UUID(after) if after else None, limit=SITES_AT_ONCE
    )
    for site_id, siret in left.items():
        if troubles == 0 and seconds() - begun > SECONDS_AT_ONCE:
            break
        last = site_id
        try:
            entry = await ask(siret)
        except DirectoryAway:
            troubles += 1
            if troubles == TROUBLES_MAX:
                return
            continue
        troubles = 0
        await note_entry(uow, site_id=site_id, siret=siret, entry=entry, now=now)
    if last is not None:
        await uow.schedule(JOB, key=f"{night}:{last}", due_at=now + PACE, uai=uai)
