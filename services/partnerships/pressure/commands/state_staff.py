"""A bureau states how many people work at a site."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.store.companies import Companies
from services.partnerships.pressure.commands.publish_staff import publish_staff
from services.partnerships.pressure.store.hosting_limits import Staff


async def state_staff(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    site_id: UUID,
    staff: int,
    uai: Uai | None = None,
    now: datetime,
) -> None:
    """State the staff of a site (effectif), for all bureaux. Raises NotFound, LyceeNotChosen."""
    lycee = uow.writing_for(uai)
    site = (await Companies(uow).get(company_id)).site(site_id)
    await Staff(uow).state(site_id, staff, local_date(now))
    await Acquaintances(uow).add_all(lycee, {(company_id, site_id)})
    await publish_staff(uow, uai=lycee, sites=[site], now=now)
