"""How many pupils a site may host, and how many it has in each week from all lycées."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Table, Text, all_, any_, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import SiteKey, Uai
from contracts.internships.periods import SiteHostingTalliedV1
from contracts.partnerships.hosting_limits import HostingLimitDecidedV1
from services.chassis.database.compiled_statements import Prepared
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.hosts.model import BY_LAW, Limit
from services.internships.hosts.store.host_keys import one_of_its_keys, site_of
from services.internships.hosts.tables.care import host_staff, hosted_weeks, hosting_limits
from services.internships.periods.model import iso_weeks
from services.internships.periods.tables.periods import periods
from services.internships.stays.model.states import PlacementStatus
from services.internships.stays.store.days import FIRST_DAY, LAST_DAY, SAME_PERIOD
from services.internships.stays.tables.placements import placements

# Asked by each confirmation: compiled once, and nothing more is asked of a site without staff.
_STAFF = Prepared(select(host_staff.c.staff).where(host_staff.c.site_id == site_of("key")))
_LIMIT = Prepared(
    select(hosting_limits.c.percent, hosting_limits.c.small, hosting_limits.c.small_under)
    .where(hosting_limits.c.from_on <= bindparam("on"))
    .order_by(hosting_limits.c.from_on.desc())
    .limit(1)
)
_OF_OTHERS = Prepared(
    select(hosted_weeks.c.week, cast(func.sum(hosted_weeks.c.seats), BigInteger).label("seats"))
    .where(one_of_its_keys(hosted_weeks.c.site_key, "key"))
    .where(hosted_weeks.c.week == any_(bindparam("weeks", type_=ARRAY(Text))))
    .where(hosted_weeks.c.uai != all_(bindparam("own", type_=ARRAY(Text))))
    .group_by(hosted_weeks.c.week)
)
_OWN = Prepared(
    select(FIRST_DAY.label("starts_on"), LAST_DAY.label("ends_on"))
    .select_from(placements.join(periods, SAME_PERIOD))
    .where(one_of_its_keys(placements.c.site_key, "key"))
    .where(placements.c.placement_id != bindparam("besides"))
    .where(placements.c.status == PlacementStatus.CONFIRMED)
)


class Ceilings:
    """What a site may host, by its staff; and what all lycées together have there."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def staff(self, site_key: SiteKey) -> int | None:
        """What a ceiling is reckoned from; None while nobody stated the staff of the site."""
        found: int | None = (await self._uow.run(_STAFF, {"key": site_key})).scalar()
        return found

    async def limit(self, on: date) -> Limit:
        """What holds on a day."""
        row = (await self._uow.run(_LIMIT, {"on": on})).first()
        return Limit(row.percent, row.small, row.small_under) if row else BY_LAW

    async def hosted(
        self, site_key: SiteKey, weeks: Collection[str], *, besides: UUID
    ) -> Counter[str]:
        """Pupils in each week: those of one's own lycées as they stand, the others' as they told."""
        own = [str(uai) for uai in self._uow.scope.uais]
        asked = {"key": site_key, "weeks": list(weeks), "own": own}
        found = Counter({row.week: row.seats for row in await self._uow.run(_OF_OTHERS, asked)})
        for row in await self._uow.run(_OWN, {"key": site_key, "besides": besides}):
            found.update(set(iso_weeks(row.starts_on, row.ends_on)) & set(weeks))
        return found

    async def keep_week(self, uai: Uai, told: SiteHostingTalliedV1, version: int) -> None:
        """Keep what a lycée told of a week, unless something newer is kept."""
        values = {"uai": uai, "tally_id": told.tally_id, "site_key": told.site_key}
        changed = {"week": str(told.week), "seats": told.seats}
        await self._keep(hosted_weeks, values, changed, version)

    async def keep_staff(self, site_id: UUID, staff: int, version: int) -> None:
        """Keep how many people work at a site."""
        await self._keep(host_staff, {"site_id": site_id}, {"staff": staff}, version)

    async def keep_limit(self, told: HostingLimitDecidedV1, version: int) -> None:
        """Keep what the department decided for a day on."""
        changed = {"percent": told.percent, "small": told.small, "small_under": told.small_under}
        await self._keep(hosting_limits, {"from_on": told.from_on}, changed, version)

    async def _keep(
        self, table: Table, key: dict[str, Any], changed: dict[str, Any], version: int
    ) -> None:
        added = insert(table).values(**key, **changed, version=version)
        await self._uow.execute(
            added.on_conflict_do_update(
                index_elements=[column.name for column in table.primary_key],
                set_={name: added.excluded[name] for name in (*changed, "version")},
                where=table.c.version < added.excluded.version,
            )
        )
