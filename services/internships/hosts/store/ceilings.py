"""How many pupils a site may host, and how many it has in each week from all lycées."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Text, all_, any_, bindparam, cast, func, select

from contracts.identifiers import SiteKey, Uai
from contracts.internships.periods import SiteHostingTalliedV1
from contracts.partnerships.hosting_limits import HostingLimitDecidedV1
from services.chassis.database.compiled_statements import Prepared
from services.chassis.database.copied_rows import NewestRows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.hosts.model import BY_LAW, Limit
from services.internships.hosts.store.host_keys import one_of_its_keys, site_of
from services.internships.hosts.tables import host_staff, hosted_weeks, hosting_limits
from services.internships.periods.model import iso_weeks
from services.internships.periods.tables import periods
from services.internships.stays.model.states import PlacementStatus
from services.internships.stays.store.days import FIRST_DAY, LAST_DAY, SAME_PERIOD
from services.internships.stays.tables import placements

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
_WEEKS = NewestRows(hosted_weeks, "uai", "tally_id", "site_key", "week", "seats", "version")
_STAFF_STATED = NewestRows(host_staff, "site_id", "staff", "version")
_LIMITS = NewestRows(hosting_limits, "from_on", "percent", "small", "small_under", "version")


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

    async def keep_weeks(self, uai: Uai, told: Iterable[tuple[SiteHostingTalliedV1, int]]) -> None:
        """Keep what a lycée told of weeks, with its version, unless something newer is kept."""
        await _WEEKS.keep(
            self._uow,
            [
                {
                    "uai": uai,
                    "tally_id": one.tally_id,
                    "site_key": one.site_key,
                    "week": one.week,
                    "seats": one.seats,
                    "version": version,
                }
                for one, version in told
            ],
        )

    async def keep_staff(self, told: Iterable[tuple[UUID, int, int]]) -> None:
        """Keep how many people work at sites, with the version that says so."""
        rows = [{"site_id": site, "staff": staff, "version": at} for site, staff, at in told]
        await _STAFF_STATED.keep(self._uow, rows)

    async def keep_limit(self, told: HostingLimitDecidedV1, version: int) -> None:
        """Keep what the department decided for a day on."""
        decided = {"percent": told.percent, "small": told.small, "small_under": told.small_under}
        row = {"from_on": told.from_on, **decided, "version": version}
        await _LIMITS.keep(self._uow, [row])
