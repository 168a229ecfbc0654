"""The public directory was read about a site."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Siret
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.directory_entries.model import Registration
from services.partnerships.directory_entries.store.entries import DirectoryEntries
from services.partnerships.public_directory.model import Entry


async def note_entry(
    uow: UnitOfWork, *, site_id: UUID, siret: Siret, entry: Entry | None, now: datetime
) -> None:
    """Keep what it says (registre public) beside the card, which is left as it is."""
    await DirectoryEntries(uow).keep(site_id, Registration.of(siret, entry, now))
