"""What is to be known of a site before a pupil is placed there."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from contracts.identifiers import SiteKey
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.hosts.model.care import HostAsksForCare, of_closing, of_pauses
from services.internships.hosts.store.paused_sites import PausedSites
from services.internships.rules.store.stay_facts import read_warnings


async def read_care(
    uow: UnitOfWork, site_key: SiteKey, *, today: date, placement_id: UUID | None = None
) -> Sequence[str]:
    """The sentences somebody reads before placing a pupil at a site; none when all is well."""
    standing = await PausedSites(uow).standing(site_key, today)
    said = [*of_closing(standing.closed_on), *of_pauses(standing.paused_until)]
    if placement_id is None:
        return said
    return [*said, *(one.outcome.text for one in await read_warnings(uow, placement_id))]


async def take_care(
    uow: UnitOfWork,
    site_key: SiteKey,
    *,
    today: date,
    knowingly: bool,
    placement_id: UUID | None = None,
) -> None:
    """Raises HostAsksForCare unless whoever goes on says they know."""
    if knowingly:
        return
    said = await read_care(uow, site_key, today=today, placement_id=placement_id)
    if said:
        raise HostAsksForCare(" ".join(said), field="knowingly")
