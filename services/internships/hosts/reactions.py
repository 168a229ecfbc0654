"""Reactions to what is told of companies and their sites, which can host pupils."""

from collections.abc import Sequence
from datetime import date

from contracts.envelope import Envelope
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
from services.chassis.reactions import Batched, NotYet
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.registry import reactions
from services.internships.hosts.commands import copy_companies, join_hosts
from services.internships.hosts.store.ceilings import Ceilings
from services.internships.hosts.store.closed_sites import ClosedSites
from services.internships.hosts.store.host_keys import HostKeys
from services.internships.hosts.store.hosts import CompanyVersion
from services.internships.hosts.store.paused_sites import PausedSites
from services.internships.hosts.store.solicited_sites import SolicitedSites


@reactions.on_many(CompanyRegisteredV1, CompanyCorrectedV1, group="companies", since="beginning")
async def keep_companies(events: Sequence[Batched[CompanyFacts]], uow: UnitOfWork) -> None:
    """A new company's sites can host pupils; labels and sites follow the registry."""
    told = [CompanyVersion(one.event, one.envelope.version, one.envelope.time) for one in events]
    await copy_companies(uow, told=told)


@reactions.on(CompanyMergedV1, group="merges", since="beginning")
async def join_the_hosts(event: CompanyMergedV1, uow: UnitOfWork) -> None:
    """What two cards said of one place counts together."""
    if not await join_hosts(uow, merged=event):
        raise NotYet


@reactions.on(MergeUndoneV1, group="merges", since="beginning")
async def part_the_hosts(event: MergeUndoneV1, uow: UnitOfWork) -> None:
    """Part the hosts again: they were two companies' places after all."""
    await HostKeys(uow).part(event.restored_id)


@reactions.on(SitePausedV1, group="pauses", since="beginning")
async def note_the_pause(event: SitePausedV1, uow: UnitOfWork) -> None:
    """Whoever places a pupil there reads that a lycée is to be contacted before."""
    await PausedSites(uow).keep(uow.writing_for(), event.pause_id, event.site_id, event.until_on)


@reactions.on(SiteResumedV1, group="pauses", since="beginning")
async def note_the_end_of_the_pause(event: SiteResumedV1, uow: UnitOfWork) -> None:
    """Note the end of a pause: nobody has to be contacted any more."""
    await PausedSites(uow).end(uow.writing_for(), event.pause_id)


@reactions.on(SiteSolicitedV1, group="solicitations", since="beginning")
async def note_that_a_site_was_asked(event: SiteSolicitedV1, uow: UnitOfWork) -> None:
    """Note that a site was asked: it is suggested to nobody for a month."""
    await SolicitedSites(uow).keep(
        uow.writing_for(), event.solicitation_id, event.site_id, event.occurred_on
    )


@reactions.on(SiteSolicitationWithdrawnV1, group="solicitations", since="beginning")
async def forget_that_a_site_was_asked(event: SiteSolicitationWithdrawnV1, uow: UnitOfWork) -> None:
    """Forget that a site was asked: it had been noted by mistake."""
    await SolicitedSites(uow).forget(uow.writing_for(), event.solicitation_id)


@reactions.on_many(SiteClosedV1, SiteReopenedV1, group="closings", since="beginning")
async def note_closings(
    events: Sequence[Batched[SiteClosedV1 | SiteReopenedV1]], uow: UnitOfWork
) -> None:
    """Note which sites closed: nobody is placed there until they reopen."""
    await ClosedSites(uow).keep(
        (one.event.site_id, _closed_on(one.event), one.envelope.version) for one in events
    )


def _closed_on(event: SiteClosedV1 | SiteReopenedV1) -> date | None:
    return event.closed_on if isinstance(event, SiteClosedV1) else None


@reactions.on_many(SiteHostingTalliedV1, group="hosted", since="beginning")
async def note_how_many_are_hosted(
    events: Sequence[Batched[SiteHostingTalliedV1]], uow: UnitOfWork
) -> None:
    """The ceiling of a site is for all lycées together."""
    told = ((one.event, one.envelope.version) for one in events)
    await Ceilings(uow).keep_weeks(uow.writing_for(), told)


@reactions.on_many(SiteStaffStatedV1, group="staff", since="beginning")
async def note_the_staff(events: Sequence[Batched[SiteStaffStatedV1]], uow: UnitOfWork) -> None:
    """The ceiling of a site depends on how many people work there."""
    told = ((one.event.site_id, one.event.staff, one.envelope.version) for one in events)
    await Ceilings(uow).keep_staff(told)


@reactions.on(HostingLimitDecidedV1, group="limits", since="beginning")
async def note_the_limit(event: HostingLimitDecidedV1, envelope: Envelope, uow: UnitOfWork) -> None:
    """The rectorat may have raised it."""
    await Ceilings(uow).keep_limit(event, envelope.version)
