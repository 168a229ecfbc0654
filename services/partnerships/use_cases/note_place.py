"""A pupil is proposed a place at a site."""

from uuid import UUID

from contracts.identifiers import SiteKey
from services.chassis.work import UnitOfWork
from services.partnerships.storage.companies import Companies
from services.partnerships.storage.places import Places


async def note_place(uow: UnitOfWork, *, placement_id: UUID, site_key: SiteKey) -> None:
    """Note that somebody's way leads there (lieu proposé): the site stays at the registry."""
    found = await Companies(uow).site_by_key(site_key)
    # Gone already when an import was undone at that very moment: nothing is left to keep.
    if found is not None:
        await Places(uow).add(uow.writing_for(), placement_id, *found)
