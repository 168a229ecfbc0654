"""What makes a lycée and a company known to each other."""

from datetime import datetime

from contracts.envelope import Envelope
from contracts.internships.periods import SiteHostingCountedV1, SiteHostingTalliedV1
from contracts.portal.accounts import LyceeOpenedV1
from services.chassis.reactions import NotYet
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.commands import copy_lycee, record_hosting
from services.partnerships.base.reactions import reactions
from services.partnerships.companies.model.company import SiteUnknown


async def _host(event: SiteHostingTalliedV1 | SiteHostingCountedV1, uow: UnitOfWork) -> None:
    if event.seats == 0:
        return
    try:
        await record_hosting(
            uow, uai=uow.writing_for(), site_key=event.site_key, on=event.week.monday
        )
    except SiteUnknown as absent:
        raise NotYet(f"no company has the site {event.site_key} so far") from absent


@reactions.on(SiteHostingTalliedV1, group="hosting", since="beginning")
async def onboard_the_host(event: SiteHostingTalliedV1, uow: UnitOfWork) -> None:
    """A company that hosts is known to the lycée, even when nobody logged an exchange."""
    await _host(event, uow)


@reactions.on(SiteHostingCountedV1, group="own_hosting", since="beginning")
async def onboard_the_host_kept_at_home(event: SiteHostingCountedV1, uow: UnitOfWork) -> None:
    """Onboard a host that is counted while the head keeps hosts from the department."""
    await _host(event, uow)


@reactions.on(LyceeOpenedV1, group="lycees", since="beginning")
async def keep_the_name_of_the_lycee(
    event: LyceeOpenedV1, envelope: Envelope, now: datetime, uow: UnitOfWork
) -> None:
    """« Connue du lycée X » needs its name."""
    await copy_lycee(uow, uai=event.uai, name=event.name, version=envelope.version, now=now)
