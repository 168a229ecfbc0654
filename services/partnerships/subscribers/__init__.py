"""What the partnership registry does when it learns a fact, or when the hour has come."""

from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from contracts.internships.periods import (
    HostAgreedV1,
    PlacementProposedV1,
    PublicationChangedV1,
    PupilErasedV1,
    SiteHostingCountedV1,
    SiteHostingTalliedV1,
)
from contracts.portal.accounts import LyceeOpenedV1
from services.chassis.base.errors import NotFound
from services.chassis.outbox.last_events import REPUBLISH, TakenBack
from services.chassis.reactions import NotYet
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.domain.company import SiteUnknown
from services.partnerships.queries.directory import asking
from services.partnerships.republication.commands import republish_states
from services.partnerships.storage.notes import Notes
from services.partnerships.subscribers import lists, many, search
from services.partnerships.subscribers.declared import erasing, reactions, timed
from services.partnerships.use_cases.ask_agreed_host import ask_agreed_host
from services.partnerships.use_cases.copy_lycee import copy_lycee
from services.partnerships.use_cases.copy_publication import copy_publication
from services.partnerships.use_cases.count_taken import count_taken
from services.partnerships.use_cases.end_declaration import end_declaration
from services.partnerships.use_cases.end_pause import end_pause
from services.partnerships.use_cases.erase_notes import ERASED_KIND as OF_NOTE
from services.partnerships.use_cases.erase_notes import erase_notes
from services.partnerships.use_cases.erase_trader import ERASED_KIND as OF_TRADER
from services.partnerships.use_cases.file_declaration import ANNOUNCE, EXPIRE
from services.partnerships.use_cases.forget_contact import forget_contact
from services.partnerships.use_cases.forget_trader import forget_trader
from services.partnerships.use_cases.note_place import note_place
from services.partnerships.use_cases.note_solicitation import JOB as SOLICITATIONS
from services.partnerships.use_cases.pause_site import JOB as END_PAUSE
from services.partnerships.use_cases.plan_reading_register import JOB as READ_REGISTER
from services.partnerships.use_cases.plan_reminder import JOB as REMIND
from services.partnerships.use_cases.plan_statement import JOB as STATEMENT
from services.partnerships.use_cases.plan_telling_capacities import JOB as CAPACITIES
from services.partnerships.use_cases.plan_total import JOB as PLEDGES
from services.partnerships.use_cases.read_register import read_register
from services.partnerships.use_cases.record_hosting import record_hosting
from services.partnerships.use_cases.remind_tasks import remind_tasks
from services.partnerships.use_cases.remove_contact import ERASED_KIND as OF_CONTACT
from services.partnerships.use_cases.retell_actions import JOB as RETELL_ACTIONS
from services.partnerships.use_cases.retell_actions import retell_actions
from services.partnerships.use_cases.retell_commitments import retell_commitments
from services.partnerships.use_cases.retell_partnerships import JOB as RETELL
from services.partnerships.use_cases.retell_partnerships import retell_partnerships
from services.partnerships.use_cases.state_totals import state_totals
from services.partnerships.use_cases.tell_capacities import tell_capacities
from services.partnerships.use_cases.tell_solicitations import tell_solicitations
from services.partnerships.use_cases.total_pledges import total_pledges
from services.partnerships.use_cases.total_untold_pledges import total_untold_pledges

__all__ = ["erasing", "lists", "many", "reactions", "search", "timed"]


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
    """The same, counted while the head keeps hosts from the department."""
    await _host(event, uow)


async def _taken(event: SiteHostingTalliedV1 | SiteHostingCountedV1, uow: UnitOfWork) -> None:
    try:
        await count_taken(
            uow,
            uai=uow.writing_for(),
            tally_id=event.tally_id,
            site_key=event.site_key,
            week=event.week,
            seats=event.seats,
            version=uow.cause.version if uow.cause else 1,
        )
    except SiteUnknown as absent:
        if event.seats == 0:  # nothing was ever counted there
            return
        raise NotYet(f"no company has the site {event.site_key} so far") from absent


@reactions.on(SiteHostingTalliedV1, group="taken_seats", since="beginning")
async def count_taken_seats(event: SiteHostingTalliedV1, uow: UnitOfWork) -> None:
    """What is left of the places a site offers."""
    await _taken(event, uow)


@reactions.on(SiteHostingCountedV1, group="own_taken_seats", since="beginning")
async def count_seats_kept_at_home(event: SiteHostingCountedV1, uow: UnitOfWork) -> None:
    """The same, counted while the head keeps hosts from the department."""
    await _taken(event, uow)


@reactions.on(PublicationChangedV1, group="publication", since="beginning")
async def follow_what_the_head_decided(event: PublicationChangedV1, uow: UnitOfWork) -> None:
    """Exchanges, new companies and imports are told by this service, or not."""
    version = uow.cause.version if uow.cause else 1
    await copy_publication(
        uow, uai=uow.writing_for(), family=event.family, steps=event.steps, version=version
    )


@reactions.on(LyceeOpenedV1, group="lycees", since="beginning")
async def keep_the_name_of_the_lycee(event: LyceeOpenedV1, uow: UnitOfWork) -> None:
    """« Connue du lycée X » needs its name."""
    version = uow.cause.version if uow.cause else 1
    await copy_lycee(uow, uai=event.uai, name=event.name, version=version, now=uow.now)


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
    await note_place(
        uow,
        placement_id=event.placement_id,
        site_key=event.site_key,
        on=event.occurred_on,
        now=uow.now,
    )


@reactions.on(PupilErasedV1, group="erasures", since="beginning")
async def erase_what_was_said_of_the_pupil(event: PupilErasedV1, uow: UnitOfWork) -> None:
    """The head saw which notes name the pupil."""
    await erase_notes(uow, interaction_ids=event.interactions, now=uow.now)


@erasing.of(OF_NOTE)
async def erase_the_note_again(
    uow: UnitOfWork,
    *,
    resource_id: UUID,
    now: datetime,  # noqa: ARG001  every erasure is given it
) -> None:
    """A backup brought the text back."""
    await Notes(uow).erase([resource_id])


@erasing.of(OF_TRADER)
async def erase_the_trader_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:
    """A backup brought the card back; the other services were told at the time."""
    with suppress(NotFound):
        await forget_trader(uow, company_id=resource_id, now=now)


@erasing.of(OF_CONTACT)
async def erase_the_contact_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:
    """A backup brought the contact back; the other services were told at the time."""
    with suppress(NotFound):
        await forget_contact(uow, contact_id=resource_id, now=now)


@timed.job(SOLICITATIONS)
async def tell_what_was_asked(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  the date; what is told is whatever is untold
    now: datetime,
) -> None:
    """Once a night after an exchange or a proposed place."""
    await tell_solicitations(uow, uai=uow.writing_for(), now=now)


@timed.job(CAPACITIES)
async def tell_places_offered(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  the date; what is told is whatever is untold
    now: datetime,
) -> None:
    """Once a night after places were noted."""
    await tell_capacities(uow, uai=uow.writing_for(), now=now)


@timed.job(PLEDGES)
async def tell_what_was_pledged(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Once a night after a pledge; the key is `<year>:<date>`."""
    year = int(key.partition(":")[0])
    await total_pledges(uow, uai=uow.writing_for(), year=year, now=now)


@timed.job(STATEMENT)
async def tell_what_the_registry_holds(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  the date; the totals are those of the night it runs
    now: datetime,
) -> None:
    """Every night, with the pledges of a year nothing was told of yet."""
    await total_untold_pledges(uow, uai=uow.writing_for(), now=now)
    await state_totals(uow, uai=uow.writing_for(), now=now)


@timed.job(END_PAUSE)
async def end_the_pause(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """The day of review has passed; the key is `<site id>:<pause id>`."""
    site_id, _, pause_id = key.partition(":")
    await end_pause(uow, site_id=UUID(site_id), pause_id=UUID(pause_id), now=now)


@timed.job(REMIND)
async def remind_the_bureau(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """The morning of a day with tasks; the key is the day."""
    await remind_tasks(uow, day=date.fromisoformat(key), now=now)


@timed.job(READ_REGISTER)
async def read_the_public_register(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Cards that were not read for a week; the key is `<night>`, then `<night>:<site id>`."""
    await read_register(uow, ask=asking(), key=key, now=now)


@timed.job(RETELL)
async def tell_partnerships_again(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  the day, and the version of what the head decided
    now: datetime,
) -> None:
    """The head opened them to the department from today on."""
    await retell_partnerships(uow, uai=uow.writing_for(), now=now)
    await retell_commitments(uow, uai=uow.writing_for(), now=now)


@timed.job(RETELL_ACTIONS)
async def tell_actions_again(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  the day, and the version of what the head decided
    now: datetime,
) -> None:
    """The head opened them to the department from today on."""
    await retell_actions(uow, uai=uow.writing_for(), now=now)


@timed.job(REPUBLISH)
async def tell_what_differs(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Once a backup of this database was put back alone, or when an operator asks."""
    taken_back = TakenBack.of_key(key)
    await republish_states(uow, uai=uow.writing_for(), taken_back=taken_back, now=now)


@timed.job(ANNOUNCE)
async def announce_the_end_of_a_declaration(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Two months before; the key is its id."""
    await end_declaration(uow, declaration_id=UUID(key), over=False, now=now)


@timed.job(EXPIRE)
async def note_the_end_of_a_declaration(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """The day after its last one; the key is its id."""
    await end_declaration(uow, declaration_id=UUID(key), over=True, now=now)
