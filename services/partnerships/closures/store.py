"""Which sites closed, and since when."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.asked import ONE_OF_SITES
from services.partnerships.closures.tables import site_closures

C = site_closures.c


CLOSED = Reading(
    select(C.site_id, C.closed_on).where(C.site_id == ONE_OF_SITES, C.closed_on.is_not(None)),
    lambda rows: {row.site_id: row.closed_on for row in rows},
)


class Closures:
    """The closed sites of the registry."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def at(self, site_ids: Collection[UUID]) -> Mapping[UUID, date]:
        """Since when each of these sites is closed; those that are open are not in it."""
        return await CLOSED.of(self._uow, {"site_ids": list(site_ids)})

    async def say(self, site_id: UUID, closed_on: date | None) -> int:
        """Record that a site is closed since then, or open; the version of what is said."""
        added = insert(site_closures).values(site_id=site_id, closed_on=closed_on, version=1)
        kept = await self._uow.execute(
            added.on_conflict_do_update(
                index_elements=["site_id"],
                set_={"closed_on": added.excluded.closed_on, "version": C.version + 1},
            ).returning(C.version)
        )
        version: int = kept.scalar_one()
        return version

    async def leave_at(self, site_id: UUID, other_id: UUID) -> None:
        """Have a site keep what went to another one, which is open, unless it has its own."""
        went = select(literal(site_id), C.closed_on, C.version).where(C.site_id == other_id)
        added = insert(site_closures).from_select(["site_id", "closed_on", "version"], went)
        await self._uow.execute(added.on_conflict_do_nothing())
        reopened = update(site_closures).where(C.site_id == other_id).values(closed_on=None)
        await self._uow.execute(reopened)


def closed_sites() -> Select[Any]:
    """The ids of the sites that are closed."""
    return select(C.site_id).where(C.closed_on.is_not(None))
