"""Noting who was shown pupils by name, for « Qui a vu cet élève ? »."""

from collections.abc import Iterable
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork


async def note_pupils(
    uow: UnitOfWork, uais: Iterable[Uai], *, period_id: UUID | None = None
) -> None:
    """Note that a list was shown, once for each of the lycées whose pupils were in it."""
    for uai in sorted(set(uais)):
        await note_reading(uow, action="see-pupils", resource_id=period_id, uai=uai)


async def note_pupil(uow: UnitOfWork, pupil_year_id: UUID, uai: Uai) -> None:
    """Note that what is known of one pupil was shown."""
    await note_reading(uow, action="see-pupil", resource_id=pupil_year_id, uai=uai)
