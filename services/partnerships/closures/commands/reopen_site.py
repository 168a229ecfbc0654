"""A site that was said to be closed is not."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import CompanyId, SiteId, Uai
from contracts.partnerships.closures import SiteReopenedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.closures.model import NotClosed
from services.partnerships.closures.store import Closures
from services.partnerships.companies.store.companies import Companies


async def reopen_site(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    site_id: UUID,
    uai: Uai | None = None,
    now: datetime,
) -> None:
    """Say that a site is open (lieu rouvert), whoever said that it closed.

    Raises NotFound, NotClosed, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    site = (await Companies(uow).get_for_update(company_id)).site(site_id)
    closures = Closures(uow)
    if not await closures.at([site_id]):
        raise NotClosed
    version = await closures.say(site_id, None)
    reopened = SiteReopenedV1(
        site_id=SiteId(site_id),
        site_key=site.key,
        company_id=CompanyId(company_id),
        occurred_on=local_date(now),
    )
    uow.publish(reopened, version=version, uai=lycee)
