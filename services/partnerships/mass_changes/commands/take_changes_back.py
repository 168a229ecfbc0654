"""A change that is taken back is so for the next of its companies."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.store import Actions
from services.partnerships.companies.store.companies import Companies
from services.partnerships.mass_changes.commands.make_changes import CHUNK_COMPANIES
from services.partnerships.mass_changes.commands.revert_change import revert_change
from services.partnerships.mass_changes.model import ChangeStatus, Why
from services.partnerships.mass_changes.store.mass_changes import MassChanges
from services.partnerships.mass_changes.store.standings import read_standings
from services.partnerships.merges.store.merges import Merges

JOB = "take_changes_back"


async def take_changes_back(uow: UnitOfWork, *, change_id: UUID, now: datetime) -> None:
    """Put the next companies back to what they had, and have the rest done in turn.

    Raises NotFound.
    """
    changes = MassChanges(uow)
    change = await changes.get(change_id, lock=True)
    if change.status is not ChangeStatus.UNDOING:
        return
    changed = await changes.to_undo(change_id, CHUNK_COMPANIES + 1)
    chunk = changed[:CHUNK_COMPANIES]
    # No card becomes another one meanwhile.
    await Companies(uow).lock_registration()
    ways = await Merges(uow).onward([company_id for company_id, _ in chunk])
    ids = {one: ways[one][-1].kept_id if one in ways else one for one, _ in chunk}
    action = await Actions(uow).invited_to(change.asked.action_id)
    standings = await read_standings(uow, change.uai, set(ids.values()), action=action, lock=True)
    kept: dict[UUID, Why | None] = {}
    for company_id, effect in chunk:
        kept[company_id] = await revert_change(
            uow,
            change=change,
            effect=effect,
            standing=standings.get(ids[company_id]),
            way=ways.get(company_id, ()),
            now=now,
        )
    await changes.note_undone(change_id, kept)
    if action is not None:
        # Not told: whoever is invited, or is not any more, takes no part so far.
        await Actions(uow).save(action)
    if len(changed) > CHUNK_COMPANIES:
        key = f"{change_id}:{changed[CHUNK_COMPANIES][0]}"
        await uow.schedule(JOB, key=key, due_at=now, uai=change.uai)
        return
    change.status, change.undone_at = ChangeStatus.UNDONE, now
    await changes.save(change)
