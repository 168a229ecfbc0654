"""A bureau keeps what it wrote where the public directory says otherwise."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.store.companies import Companies
from services.partnerships.directory_entries.model import RegisterField
from services.partnerships.directory_entries.store.differences import read_differences
from services.partnerships.directory_entries.store.entries import DirectoryEntries


async def keep_ours(
    uow: UnitOfWork,
    *,
    sites: Collection[tuple[UUID, UUID]],
    field: RegisterField | None = None,
    now: datetime,
) -> UUID:
    """Propose these differences no more (garder le nôtre) until the register changes; what undoes it.

    `sites` are pairs of a company and a site of it; of one field, or of all. A difference that is
    gone by now is left out.
    """
    companies = await Companies(uow).with_ids({company_id for company_id, _ in sites})
    wanted = {site_id for _, site_id in sites}
    kept_id = uow.new_id()
    kept = {
        site_id: [one for one in several if field in (None, one.field)]
        for site_id, several in (await read_differences(uow, companies)).items()
        if site_id in wanted
    }
    await DirectoryEntries(uow).keep_ours(kept, kept_id, now)
    return kept_id
