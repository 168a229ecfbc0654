"""What the partnership registry does when it learns a fact, or when the hour has come."""

from datetime import datetime
from uuid import UUID

from contracts.internships import HostAgreedV1, PlacementProposedV1, SiteHostingTalliedV1
from contracts.portal import LyceeOpenedV1
from services.chassis.reactions import NotYet, Reactions
from services.chassis.timed import TimedWork
from services.chassis.work import UnitOfWork
from services.partnerships.domain.company import SiteUnknown
from services.partnerships.use_cases.ask_agreed_host import ask_agreed_host
from services.partnerships.use_cases.commit_import import JOB, commit_import
from services.partnerships.use_cases.copy_lycee import copy_lycee
from services.partnerships.use_cases.forget_import import forget_import
from services.partnerships.use_cases.note_place import note_place
from services.partnerships.use_cases.plan_forgetting import JOB as FORGET
from services.partnerships.use_cases.record_hosting import record_hosting
from services.partnerships.use_cases.undo_import import JOB as UNDO
from services.partnerships.use_cases.undo_import import undo_import

reactions = Reactions("partnerships")
timed = TimedWork("partnerships")


@reactions.on(SiteHostingTalliedV1, group="hosting", since="beginning")
async def onboard_the_host(event: SiteHostingTalliedV1, uow: UnitOfWork) -> None:
    """A company that hosts is known to the lycée, even when nobody logged an exchange."""
    if event.seats == 0:
        return
    try:
        await record_hosting(
            uow, uai=uow.writing_for(), site_key=event.site_key, on=event.week.monday
        )
    except SiteUnknown as absent:
        raise NotYet(f"no company has the site {event.site_key} so far") from absent


@reactions.on(LyceeOpenedV1, group="lycees", since="beginning")
async def keep_the_name_of_the_lycee(event: LyceeOpenedV1, uow: UnitOfWork) -> None:
    """« Connue du lycée X » needs its name."""
    version = uow.cause.version if uow.cause else 1
    await copy_lycee(uow, uai=event.uai, name=event.name, version=version)


# Hosts agreed to before this was there are not written to.
@reactions.on(HostAgreedV1, group="contact_checks", since="now")
async def ask_the_host_to_check_its_card(event: HostAgreedV1, uow: UnitOfWork) -> None:
    """A host that takes a pupil is the one whose address must be right."""
    try:
        await ask_agreed_host(
            uow, site_key=event.site_key, placement_id=event.placement_id, now=uow.now
        )
    except SiteUnknown as absent:
        raise NotYet(f"no company has the site {event.site_key} so far") from absent


@reactions.on(PlacementProposedV1, group="places", since="beginning")
async def keep_the_site_of_a_place(event: PlacementProposedV1, uow: UnitOfWork) -> None:
    """Undoing an import leaves alone what a pupil's way leads to."""
    await note_place(uow, placement_id=event.placement_id, site_key=event.site_key)


@timed.job(JOB)
async def go_on_with_the_import(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """A list longer than one transaction takes; the key is `<import id>:<lines left>`."""
    await commit_import(uow, import_id=UUID(key.partition(":")[0]), now=now)


@timed.job(FORGET)
async def forget_what_the_list_held(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """A month after a list was looked at; the key is `<import id>:<day it was asked>`."""
    await forget_import(uow, import_id=UUID(key.partition(":")[0]), now=now)


@timed.job(UNDO)
async def go_on_undoing_the_import(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """A list longer than one transaction takes; the key is `<import id>:<next company>`."""
    await undo_import(uow, import_id=UUID(key.partition(":")[0]), now=now)
