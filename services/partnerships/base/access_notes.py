"""Noting who was shown contacts by name, for « Qui a vu ce contact ? »."""

from collections.abc import Iterable
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork


async def note_contacts(uow: UnitOfWork, uais: Iterable[Uai], *, action: str) -> None:
    """Note that a list was shown or taken away, once for each lycée whose contacts were in it."""
    for uai in sorted(set(uais)):
        await note_reading(uow, action=action, resource_id=None, uai=uai)


async def note_contact(uow: UnitOfWork, contact_id: UUID, uai: Uai) -> None:
    """Note that what its lycée knows of one contact was shown."""
    await note_reading(uow, action="see-contact", resource_id=contact_id, uai=uai)
