"""The texts of exchanges that name somebody who is erased."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.erasure.store.notes import Notes

ERASED_NOTE = "note"


async def erase_notes(
    uow: UnitOfWork,
    *,
    interaction_ids: Collection[UUID],
    now: datetime,  # noqa: ARG001  every use case is given it
) -> None:
    """Erase their texts for good; the exchanges stay."""
    for lycee, interaction_id in await Notes(uow).erase(interaction_ids):
        uow.erased.note(ERASED_NOTE, interaction_id, lycee=lycee)
