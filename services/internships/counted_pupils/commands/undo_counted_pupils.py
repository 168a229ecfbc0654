"""Who was counted otherwise in a finished period was a mistake."""

from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.counted_pupils.commands.correct_counted_pupils import (
    correct_counted_pupils,
)
from services.internships.counted_pupils.store.counted_changes import CountedChanges


async def undo_counted_pupils(
    uow: UnitOfWork, *, period_id: UUID, change_id: UUID, now: datetime
) -> None:
    """Count again as before a correction of a period.

    Raises NotFound, PupilHasAPlacement: whoever was given a place since stays counted.
    """
    changed = await CountedChanges(uow).get(period_id, change_id)
    if not changed:
        raise NotFound
    await correct_counted_pupils(
        uow,
        period_id=period_id,
        adding=[(row.formation_id, pupil) for row in changed for pupil in row.removed],
        removing=[(row.formation_id, pupil) for row in changed for pupil in row.added],
        now=now,
    )
