"""The ceiling of pupils per site, and the staff it depends on: shared by all bureaux."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import literal, select, update
from sqlalchemy.dialects.postgresql import insert

from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.asked import ONE_OF_SITES
from services.partnerships.pressure.model import HostingLimit
from services.partnerships.pressure.tables import hosting_limits, site_staff


class HostingLimits:
    """What was decided, the latest first."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def all(self) -> Sequence[HostingLimit]:
        """Limits decided."""
        statement = select(hosting_limits).order_by(hosting_limits.c.from_on.desc())
        return [
            HostingLimit(row.percent, row.small, row.small_under, row.from_on)
            for row in await self._uow.execute(statement)
        ]

    async def decide(self, limit: HostingLimit) -> tuple[UUID, int]:
        """Keep it in place of one of the same day; its id and its version."""
        values = vars(limit) | {"rule_id": self._uow.new_id(), "version": 1}
        added = insert(hosting_limits).values(**values)
        changed = {name: added.excluded[name] for name in ("percent", "small", "small_under")}
        kept = await self._uow.execute(
            added.on_conflict_do_update(
                index_elements=["from_on"],
                set_=changed | {"version": hosting_limits.c.version + 1},
            ).returning(hosting_limits.c.rule_id, hosting_limits.c.version)
        )
        row = kept.one()
        return row.rule_id, row.version


STAFF = Reading(
    select(site_staff).where(site_staff.c.site_id == ONE_OF_SITES),
    lambda rows: {row.site_id: row.staff for row in rows},
)


class Staff:
    """How many people work at each site."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def at(self, site_ids: Collection[UUID]) -> Mapping[UUID, int]:
        """What was stated last; a site nobody stated anything about is not in it."""
        return await STAFF.of(self._uow, {"site_ids": list(site_ids)})

    async def state(self, site_id: UUID, staff: int, on: date) -> None:
        """Keep it, untold so far."""
        added = insert(site_staff).values(site_id=site_id, staff=staff, stated_on=on, version=0)
        changed = {"staff": added.excluded.staff, "stated_on": added.excluded.stated_on}
        await self._uow.execute(
            added.on_conflict_do_update(index_elements=["site_id"], set_=changed)
        )

    async def next(self, site_ids: Collection[UUID]) -> Sequence[tuple[UUID, int, int]]:
        """What is stated of each site, as the next telling of it: site, staff, version."""
        told = (
            update(site_staff)
            .where(site_staff.c.site_id.in_(list(site_ids)))
            .values(version=site_staff.c.version + 1)
            .returning(site_staff.c.site_id, site_staff.c.staff, site_staff.c.version)
        )
        return [(row.site_id, row.staff, row.version) for row in await self._uow.execute(told)]

    async def leave_at(self, site_id: UUID, other_id: UUID) -> bool:
        """Have a site keep what went to another one, unless it has its own; whether it does."""
        held = site_staff.c
        went = select(literal(site_id), held.staff, held.stated_on, held.version).where(
            held.site_id == other_id
        )
        added = insert(site_staff).from_select(["site_id", "staff", "stated_on", "version"], went)
        kept = await self._uow.execute(added.on_conflict_do_nothing().returning(held.site_id))
        return kept.first() is not None
