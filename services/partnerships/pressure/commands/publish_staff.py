"""Telling how many people work at a site."""

from collections.abc import Collection
from datetime import datetime

from contracts.identifiers import SiteId, Uai
from contracts.partnerships.hosting_limits import SiteStaffStatedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.model.company import Site
from services.partnerships.pressure.store.hosting_limits import Staff


async def publish_staff(
    uow: UnitOfWork, *, uai: Uai, sites: Collection[Site], now: datetime
) -> None:
    """Tell what is stated of these sites (effectif); of one nobody stated anything about, nothing."""
    keys = {site.id: site.key for site in sites}
    for site_id, staff, version in await Staff(uow).next(keys):
        stated = SiteStaffStatedV1(
            site_id=SiteId(site_id),
            site_key=keys[site_id],
            staff=staff,
            occurred_on=local_date(now),
        )
        uow.publish(stated, version=version, uai=uai)
