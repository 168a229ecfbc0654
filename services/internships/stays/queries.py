"""What a site hosts for a lycée: formations and dates, nothing about who."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from contracts.identifiers import Mef, PlacementId, SiteKey
from contracts.partnerships.host_pages import SiteHosting
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.formations.tables import formations
from services.internships.periods.tables import periods
from services.internships.stays.model.states import HOSTED
from services.internships.stays.tables import placements

SHOWN_MAX = 40
TOLD_MAX = 1500
"""Places of one formation, of some ten years: what an answer has room for."""


async def read_hostings(uow: UnitOfWork, keys: Collection[SiteKey]) -> Sequence[SiteHosting]:
    """The PFMP with somebody at the site of these keys, to the end or not, the latest first."""
    p = placements.c
    statement = (
        select(formations.c.label, periods.c.starts_on, periods.c.ends_on)
        .distinct()
        .select_from(
            placements.join(
                periods, (periods.c.uai == p.uai) & (periods.c.period_id == p.period_id)
            ).join(formations, (formations.c.uai == p.uai) & (formations.c.mef == p.mef))
        )
        .where(p.site_key.in_(list(keys)), p.status.in_(HOSTED))
        .order_by(periods.c.starts_on.desc(), periods.c.ends_on.desc(), formations.c.label)
        .limit(SHOWN_MAX)
    )
    return [
        SiteHosting(formation=row.label, starts_on=row.starts_on, ends_on=row.ends_on)
        for row in await uow.execute(statement)
    ]


async def read_formation_hosts(uow: UnitOfWork, mef: Mef) -> Sequence[PlacementId]:
    """The places hosts agreed to for pupils of a formation, the latest first."""
    p = placements.c
    statement = (
        select(p.placement_id)
        .where(p.mef == mef, p.status.in_(HOSTED))
        .order_by(p.confirmed_on.desc(), p.placement_id)
        .limit(TOLD_MAX)
    )
    return [PlacementId(one) for one in (await uow.execute(statement)).scalars()]
