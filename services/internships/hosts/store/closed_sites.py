"""This service's copy of which sites closed."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import SiteKey
from services.chassis.database.compiled_statements import Prepared
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.hosts.model import HostClosed
from services.internships.hosts.store.host_keys import site_of
from services.internships.hosts.tables.care import closed_sites

# Asked whenever somebody is to be placed.
_OF_A_SITE = Prepared(
    select(closed_sites.c.closed_on)
    .where(closed_sites.c.site_id == site_of("key"))
    .where(closed_sites.c.closed_on.is_not(None))
)


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

    async def keep(self, site_id: UUID, closed_on: date | None, version: int) -> None:
        """Note that it closed, or reopened; what is older than what is known changes nothing."""
        values = {"site_id": site_id, "closed_on": closed_on, "version": version}
        added = insert(closed_sites).values(**values)
        await self._uow.execute(
            added.on_conflict_do_update(
                index_elements=["site_id"],
                set_={"closed_on": added.excluded.closed_on, "version": added.excluded.version},
                where=closed_sites.c.version < added.excluded.version,
            )
        )
