"""What the internship tracker does when it learns a fact, or when the hour has come."""

from datetime import datetime
from uuid import UUID

from contracts.internships import SiteHostingTalliedV1
from contracts.partnerships import (
    CompanyCorrectedV1,
    CompanyFacts,
    CompanyRegisteredV1,
    ContactErasedV1,
    TraderErasedV1,
)
from contracts.partnerships_closing import SiteClosedV1, SiteReopenedV1
from contracts.partnerships_limits import HostingLimitDecidedV1, SiteStaffStatedV1
from contracts.partnerships_merges import CompanyMergedV1, MergeUndoneV1
from contracts.partnerships_pressure import (
    SitePausedV1,
    SiteResumedV1,
    SiteSolicitationWithdrawnV1,
    SiteSolicitedV1,
)
from contracts.publication import FactFamily
from services.chassis.erasing import Erasing
from services.chassis.last_facts import REPUBLISH, TakenBack
from services.chassis.reactions import NotYet, Reactions
from services.chassis.timed import TimedWork
from services.chassis.work import UnitOfWork
from services.internships.republication.commands import republish_states
from services.internships.storage.ceilings import Ceilings
from services.internships.storage.closed_sites import ClosedSites
from services.internships.storage.erasures import erase_pupils
from services.internships.storage.host_keys import HostKeys
from services.internships.storage.paused_sites import PausedSites
from services.internships.storage.solicited_sites import SolicitedSites
from services.internships.storage.tutors import Tutors
from services.internships.use_cases.change_publication import TELL_AGAIN
from services.internships.use_cases.copy_company import copy_company
from services.internships.use_cases.erase_pupil import ERASED_KIND
from services.internships.use_cases.join_hosts import join_hosts
from services.internships.use_cases.plan_refusal_tally import JOB as REFUSALS
from services.internships.use_cases.plan_statement import JOB as STATEMENT
from services.internships.use_cases.plan_tally import JOB
from services.internships.use_cases.state_coverage import state_coverage
from services.internships.use_cases.tally_refusals import tally_refusals
from services.internships.use_cases.tally_site_hosting import tally_site_hosting
from services.internships.use_cases.tell_again import tell_again
from services.internships.use_cases.tell_mobility_aid import JOB as TOTAL_AIDS
from services.internships.use_cases.total_mobility_aids import total_mobility_aids

reactions = Reactions("internships")
timed = TimedWork("internships")
erasing = Erasing("internships")


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


@reactions.on(ContactErasedV1, group="erasures", since="beginning")
async def forget_the_tutor(event: ContactErasedV1, uow: UnitOfWork) -> None:
    """A contact who was erased is nobody's tutor."""
    await Tutors(uow).forget(event.contact_id)


@reactions.on(TraderErasedV1, group="erasures", since="beginning")
async def forget_the_tutors_of_the_trader(event: TraderErasedV1, uow: UnitOfWork) -> None:
    """The contacts of the lycée there were erased too."""
    await Tutors(uow).forget(None, event.placements)


@erasing.of(ERASED_KIND)
async def erase_the_pupil_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:
    """A backup brought the name back; the other services were told at the time."""
    await erase_pupils(uow, [resource_id], now=now)


@timed.job(JOB)
async def tell_the_seats(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  every job is given one; what is counted here is the present
    now: datetime,
) -> None:
    """Once a night after a change; the key is the date."""
    await tally_site_hosting(uow, uai=uow.writing_for(), now=now)


@timed.job(TOTAL_AIDS)
async def tell_the_aids(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  every job is given one; what is counted here is the present
    now: datetime,
) -> None:
    """The night after an aid went on; the key is the date."""
    await total_mobility_aids(uow, uai=uow.writing_for(), now=now)


@timed.job(REFUSALS)
async def tell_the_refusals(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  every job is given one; what is counted here is the present
    now: datetime,
) -> None:
    """Once a night after a refusal; the key is the date."""
    await tally_refusals(uow, uai=uow.writing_for(), now=now)


@timed.job(STATEMENT)
async def state_what_was_counted(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  the date; the totals are those of the night it runs
    now: datetime,
) -> None:
    """Every night, from the first published period on, with refusals and aids: none is told as such."""
    await tally_refusals(uow, uai=uow.writing_for(), now=now)
    await total_mobility_aids(uow, uai=uow.writing_for(), now=now)
    await state_coverage(uow, uai=uow.writing_for(), now=now)


@timed.job(TELL_AGAIN)
async def tell_what_was_opened(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """On the day a family is opened; the key is `<family>:<version of the decision>`."""
    family = FactFamily(key.partition(":")[0])
    await tell_again(uow, uai=uow.writing_for(), family=family, now=now)


@timed.job(REPUBLISH)
async def tell_what_differs(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Once a backup of this database was put back alone, or when an operator asks."""
    taken_back = TakenBack.of_key(key)
    await republish_states(uow, uai=uow.writing_for(), taken_back=taken_back, now=now)


def _version(uow: UnitOfWork) -> int:
    return uow.cause.version if uow.cause else 1


async def _copy(facts: CompanyFacts, uow: UnitOfWork) -> None:
    await copy_company(uow, facts=facts, version=_version(uow))
