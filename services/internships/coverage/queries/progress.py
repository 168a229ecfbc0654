"""How far a period is: pupils covered day by day, and where the hosts are."""

from collections.abc import Mapping
from datetime import date
from itertools import accumulate
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, not_, select

from contracts.identifiers import SchoolYear, Uai
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.parameters import LYCEES, YEAR, given
from services.internships.hosts.tables import host_sites
from services.internships.participations.store import AGREED, EXEMPTED, LEFT, concerned
from services.internships.periods.tables import periods
from services.internships.stays.tables import placements


async def read_agreed_by_day(uow: UnitOfWork, period_id: UUID) -> Mapping[date, int]:
    """Pupils of a period who have a confirmed place by the end of each day somebody got one."""
    return await AGREED_BY_DAY.of(uow, {"period_id": period_id})


async def read_hosts_by_commune(
    uow: UnitOfWork, uais: frozenset[Uai], year: SchoolYear
) -> Mapping[str, int]:
    """Sites with a confirmed place in a school year, by INSEE code of their commune."""
    return await HOSTS_BY_COMMUNE.of(uow, given(uais, year=year))


HOSTS_BY_COMMUNE = Reading(
    select(host_sites.c.commune, func.count(placements.c.site_id.distinct()).label("hosts"))
    .join(placements, placements.c.site_id == host_sites.c.site_id)
    .join(
        periods,
        (periods.c.uai == placements.c.uai) & (periods.c.period_id == placements.c.period_id),
    )
    .where(placements.c.uai == LYCEES, AGREED, periods.c.school_year == YEAR)
    .where(host_sites.c.commune.is_not(None))
    .group_by(host_sites.c.commune),
    lambda rows: {row.commune: row.hosts for row in rows},
)
"""Sites with a confirmed place in a school year."""
AGREED_BY_DAY = Reading(
    concerned(placements.c.confirmed_on, func.count().label("agreed"))
    .where(
        periods.c.period_id == bindparam("period_id", type_=Uuid),
        AGREED,
        not_(LEFT),
        not_(EXEMPTED),
    )
    .group_by(placements.c.confirmed_on)
    .order_by(placements.c.confirmed_on),
    lambda rows: dict(
        zip((r.confirmed_on for r in rows), accumulate(r.agreed for r in rows), strict=True)
    ),
)
"""Pupils of a period with a confirmed place, by the day somebody got one."""
