"""Where the public directory says something else than the bureaux, and nobody decided yet."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.closures.store import Closures
from services.partnerships.companies.model.company import Company
from services.partnerships.directory_entries.model import Difference, Registration, differences
from services.partnerships.directory_entries.store.entries import DirectoryEntries


async def read_differences(
    uow: UnitOfWork,
    companies: Collection[Company],
    read: Mapping[UUID, Registration] | None = None,
) -> Mapping[UUID, Sequence[Difference]]:
    """The differences of these companies' sites that are still to decide, those without any left out."""
    ids = [site.id for company in companies for site in company.sites]
    entries = DirectoryEntries(uow)
    known = await entries.at(ids) if read is None else read
    ours = await entries.kept_ours(ids)
    closed = await Closures(uow).at(ids)
    found: dict[UUID, Sequence[Difference]] = {}
    for company in companies:
        for site_id, several in differences(company, known, closed).items():
            left = [one for one in several if ours[site_id].get(one.field) != one.theirs]
            if left:
                found[site_id] = left
    return found
