"""This service's copy of the pauses lycées ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, delete, false, select, true, union_all
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import SiteKey, Uai
from services.chassis.database.compiled_statements import Prepared
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.hosts.store.host_keys import site_of
from services.internships.hosts.tables import closed_sites, paused_sites

# Asked by each confirmation. A pause is over on the day after its review, whenever that is told.
_OF_A_SITE = Prepared(
    union_all(
        select(paused_sites.c.until_on.label("day"), false().label("closed"))
        .where(paused_sites.c.site_id == site_of("key"))
        .where(paused_sites.c.until_on >= bindparam("today")),
        select(closed_sites.c.closed_on, true())
        .where(closed_sites.c.site_id == site_of("key"))
        .where(closed_sites.c.closed_on.is_not(None)),
    ).order_by("day")
)


@dataclass(frozen=True)
class PauseDates:
    """When each pause of a site is looked at again, and since when the site is closed."""

    paused_until: Sequence[date]
    closed_on: date | None


class PausedSites:
    """Sites some lycée of the department asks to be contacted about."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def standing(self, site_key: SiteKey, today: date) -> PauseDates:
        """What lycées said of a site."""
        found = list(await self._uow.run(_OF_A_SITE, {"key": site_key, "today": today}))
        closed = next((row.day for row in found if row.closed), None)
        return PauseDates([row.day for row in found if not row.closed], closed)

    async def keep(self, uai: Uai, pause_id: UUID, site_id: UUID, until_on: date) -> None:
        """Note a pause; saying it again is harmless."""
        values = {"uai": uai, "pause_id": pause_id, "site_id": site_id, "until_on": until_on}
        await self._uow.execute(insert(paused_sites).values(**values).on_conflict_do_nothing())

    async def end(self, uai: Uai, pause_id: UUID) -> None:
        """Note that a pause is over."""
        statement = delete(paused_sites).where(paused_sites.c.uai == uai)
        await self._uow.execute(statement.where(paused_sites.c.pause_id == pause_id))
