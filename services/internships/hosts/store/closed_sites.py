"""This service's copy of which sites closed."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select

from contracts.identifiers import SiteKey
from services.chassis.database.compiled_statements import Prepared
from services.chassis.database.copied_rows import NewestRows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.hosts.model import HostClosed
from services.internships.hosts.store.host_keys import site_of
from services.internships.hosts.tables import closed_sites, host_keys, host_sites

# Asked whenever somebody is to be placed.
_OF_A_SITE = Prepared(
    select(closed_sites.c.closed_on)
    .where(closed_sites.c.site_id == site_of("key"))
    .where(closed_sites.c.closed_on.is_not(None))
)


CLOSED_SINCE = (
    select(closed_sites.c.closed_on)
    .join(host_keys, host_keys.c.site_id == closed_sites.c.site_id)
    .where(host_keys.c.site_key == host_sites.c.site_key)
    .correlate(host_sites)
    .scalar_subquery()
)
"""Since when the site of a statement is closed: the one its card went into, where cards were put together."""
_SITES = NewestRows(closed_sites, "site_id", "closed_on", "version")


class ClosedSites:
    """Sites where nobody is placed any more."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def since(self, site_key: SiteKey) -> date | None:
        """Since when a site is closed; None: it is open."""
        found = list(await self._uow.run(_OF_A_SITE, {"key": site_key}))
        return found[0].closed_on if found else None

    async def refuse(self, site_key: SiteKey) -> None:
        """Raises HostClosed."""
        if await self.since(site_key) is not None:
            raise HostClosed(field="site_key")

    async def keep(self, told: Iterable[tuple[UUID, date | None, int]]) -> None:
        """Note sites with the day they closed, none: reopened, and the version that says so."""
        rows = [
            {"site_id": site, "closed_on": on, "version": version} for site, on, version in told
        ]
        await _SITES.keep(self._uow, rows)
