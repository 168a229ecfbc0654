"""Reactions to what is told of companies and their sites, which can host pupils."""

from contracts.internships.periods import SiteHostingTalliedV1
from contracts.partnerships.closures import SiteClosedV1, SiteReopenedV1
from contracts.partnerships.companies import (
    CompanyCorrectedV1,
    CompanyFacts,
    CompanyRegisteredV1,
)
from contracts.partnerships.hosting_limits import HostingLimitDecidedV1, SiteStaffStatedV1
from contracts.partnerships.merges import CompanyMergedV1, MergeUndoneV1
from contracts.partnerships.pressure import (
    SitePausedV1,
    SiteResumedV1,
    SiteSolicitationWithdrawnV1,
    SiteSolicitedV1,
)
from services.chassis.reactions import NotYet
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.registry import reactions
from services.internships.hosts.commands import copy_company, join_hosts
from services.internships.hosts.store.ceilings import Ceilings
from services.internships.hosts.store.closed_sites import ClosedSites
from services.internships.hosts.store.host_keys import HostKeys
from services.internships.hosts.store.paused_sites import PausedSites
from services.internships.hosts.store.solicited_sites import SolicitedSites


@reactions.on(CompanyRegisteredV1, group="companies", since="beginning")
async def keep_the_company(event: CompanyRegisteredV1, uow: UnitOfWork) -> None:
    """A new company's sites can host pupils."""
    await _copy(event, uow)


@reactions.on(CompanyCorrectedV1, group="companies", since="beginning")
async def correct_the_company(event: CompanyCorrectedV1, uow: UnitOfWork) -> None:
    """Labels and sites follow the registry."""
    await _copy(event, uow)


@reactions.on(CompanyMergedV1, group="merges", since="beginning")
async def join_the_hosts(event: CompanyMergedV1, uow: UnitOfWork) -> None:
    """What two cards said of one place counts together."""
    if not await join_hosts(uow, merged=event):
        raise NotYet


@reactions.on(MergeUndoneV1, group="merges", since="beginning")
async def part_the_hosts(event: MergeUndoneV1, uow: UnitOfWork) -> None:
    """They were two companies' places after all."""
    await HostKeys(uow).part(event.restored_id)


@reactions.on(SitePausedV1, group="pauses", since="beginning")
async def note_the_pause(event: SitePausedV1, uow: UnitOfWork) -> None:
    """Whoever places a pupil there reads that a lycée is to be contacted before."""
    await PausedSites(uow).keep(uow.writing_for(), event.pause_id, event.site_id, event.until_on)


@reactions.on(SiteResumedV1, group="pauses", since="beginning")
async def note_the_end_of_the_pause(event: SiteResumedV1, uow: UnitOfWork) -> None:
    """Nobody has to be contacted any more."""
    await PausedSites(uow).end(uow.writing_for(), event.pause_id)


@reactions.on(SiteSolicitedV1, group="solicitations", since="beginning")
async def note_that_a_site_was_asked(event: SiteSolicitedV1, uow: UnitOfWork) -> None:
    """It is suggested to nobody for a month."""
    await SolicitedSites(uow).keep(
        uow.writing_for(), event.solicitation_id, event.site_id, event.occurred_on
    )


@reactions.on(SiteSolicitationWithdrawnV1, group="solicitations", since="beginning")
async def forget_that_a_site_was_asked(event: SiteSolicitationWithdrawnV1, uow: UnitOfWork) -> None:
    """It had been noted by mistake."""
    await SolicitedSites(uow).forget(uow.writing_for(), event.solicitation_id)


@reactions.on(SiteClosedV1, group="closings", since="beginning")
async def note_the_closing(event: SiteClosedV1, uow: UnitOfWork) -> None:
    """Nobody is placed there any more."""
    await ClosedSites(uow).keep(event.site_id, event.closed_on, _version(uow))


@reactions.on(SiteReopenedV1, group="closings", since="beginning")
async def note_the_reopening(event: SiteReopenedV1, uow: UnitOfWork) -> None:
    """It can host again."""
    await ClosedSites(uow).keep(event.site_id, None, _version(uow))


@reactions.on(SiteHostingTalliedV1, group="hosted", since="beginning")
async def note_how_many_are_hosted(event: SiteHostingTalliedV1, uow: UnitOfWork) -> None:
    """The ceiling of a site is for all lycées together."""
    await Ceilings(uow).keep_week(uow.writing_for(), event, _version(uow))


@reactions.on(SiteStaffStatedV1, group="staff", since="beginning")
async def note_the_staff(event: SiteStaffStatedV1, uow: UnitOfWork) -> None:
    """The ceiling of a site depends on how many people work there."""
    await Ceilings(uow).keep_staff(event.site_id, event.staff, _version(uow))


@reactions.on(HostingLimitDecidedV1, group="limits", since="beginning")
async def note_the_limit(event: HostingLimitDecidedV1, uow: UnitOfWork) -> None:
    """The rectorat may have raised it."""
    await Ceilings(uow).keep_limit(event, _version(uow))


def _version(uow: UnitOfWork) -> int:
    return uow.cause.version if uow.cause else 1


async def _copy(facts: CompanyFacts, uow: UnitOfWork) -> None:
    await copy_company(uow, facts=facts, version=_version(uow))
