"""How many places of a site are taken in a week, as the nightly tally tells."""

from uuid import UUID

from contracts.identifiers import IsoWeek, SiteKey, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.capacities.store import Capacities
from services.partnerships.companies.model.company import SiteUnknown
from services.partnerships.companies.store.companies import Companies


async def count_taken(
    uow: UnitOfWork,
    *,
    uai: Uai,
    tally_id: UUID,
    site_key: SiteKey,
    week: IsoWeek,
    seats: int,
    version: int,
) -> None:
    """Keep the count, whatever order counts come in. Raises SiteUnknown."""
    found = await Companies(uow).site_by_key(site_key)
    if found is None:
        raise SiteUnknown
    _, site_id = found
    await Capacities(uow).note_taken(
        uai, tally_id=tally_id, site_id=site_id, monday=week.monday, seats=seats, version=version
    )
