"""A confirmed change reaches the next of its companies."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.store import Actions
from services.partnerships.mass_changes.commands.apply_change import apply_change
from services.partnerships.mass_changes.model import ChangeStatus, Effect, Why, left_because
from services.partnerships.mass_changes.store.mass_changes import MassChanges
from services.partnerships.mass_changes.store.standings import read_standings

JOB = "make_changes"
CHUNK_COMPANIES = 100
"""Companies of one transaction: nobody waits long behind it."""


async def make_changes(uow: UnitOfWork, *, change_id: UUID, now: datetime) -> None:
    """Change the next companies, and have the rest done in turn; each is looked at once more.

    Going on after a crash changes each once; one that was taken back meanwhile goes no further.
    Raises NotFound.
    """
    changes = MassChanges(uow)
    change = await changes.get(change_id, lock=True)
    if change.status is not ChangeStatus.RUNNING:
        return
    waiting = await changes.to_do(change_id, CHUNK_COMPANIES + 1)
    chunk = waiting[:CHUNK_COMPANIES]
    action = await Actions(uow).invited_to(change.asked.action_id)
    standings = await read_standings(uow, change.uai, chunk, action=action, lock=True)
    became: dict[UUID, Effect | Why] = {}
    for company_id in chunk:
        standing = standings.get(company_id)
        why = left_because(change.asked, standing, change.uai, change.roles)
        if standing is None or why is not None:
            became[company_id] = why or Why.GONE
        else:
            became[company_id] = await apply_change(uow, change=change, standing=standing, now=now)
    await changes.note_done(change_id, became)
    if action is not None:
        # Not told: whoever is invited, or is not any more, takes no part so far.
        await Actions(uow).save(action)
    if len(waiting) > CHUNK_COMPANIES:
        key = f"{change_id}:{waiting[CHUNK_COMPANIES]}"
        await uow.schedule(JOB, key=key, due_at=now, uai=change.uai)
        return
    change.status, change.done_at = ChangeStatus.DONE, now
    await changes.save(change)
