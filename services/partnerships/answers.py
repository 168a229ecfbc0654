"""What the partnership registry answers to who writes to hosts: names and links, never stored there."""

from contracts.identifiers import AccountId, ActionId, InteractionId, PartnershipId
from contracts.naming import NAMING_NOTES, NamingNote, NamingNotes, NotesRequest
from contracts.partnerships.host_names import (
    HOST_NAMES,
    HOST_SEARCH,
    HostNames,
    HostNamesRequest,
    HostSearch,
    HostSearchRequest,
)
from contracts.partnerships.host_pages import HOST_PAGE_LINK, HostPage, HostPageRequest
from contracts.partnerships.host_party import HOST_PARTY, HostParty, HostPartyRequest
from contracts.partnerships.mailings import (
    MAILING_LETTER,
    MailingLetter,
    MailingLetterRequest,
)
from contracts.partnerships.questions import (
    CONTACT_CHECK,
    HOST_CONTACT,
    NEXT_STEP_DAYS,
    REGISTRY_DAYS,
    TASK_DIGEST,
    ActionDay,
    AgreementDay,
    ContactCheck,
    ContactCheckRequest,
    DueTask,
    EndingAgreements,
    HostContact,
    HostContactRequest,
    NextStepDay,
    NextStepDays,
    NextStepsRequest,
    RegistryDays,
    RegistryDaysRequest,
    TaskDigest,
    TaskDigestRequest,
)
from contracts.partnerships.teacher_links import TEACHER_LINK, TeacherLink, TeacherLinkRequest
from services.chassis.base.errors import NotFound
from services.chassis.questions import Answers
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.domain.action import ACTION_KINDS
from services.partnerships.domain.brought import LINK_PURPOSE as OF_TEACHERS
from services.partnerships.domain.brought import PAGE as TEACHER_DESK
from services.partnerships.domain.calendar import local_date
from services.partnerships.domain.contact import ContactDetails
from services.partnerships.domain.contact_check import LINK_PURPOSE, PAGE, Standing
from services.partnerships.domain.host_page import LINK_PURPOSE as OF_HOST_PAGES
from services.partnerships.domain.host_page import PAGE as HOST_PAGE
from services.partnerships.domain.mailing import LINK_PURPOSE as OF_MAILINGS
from services.partnerships.domain.mailing import STOP_PAGE, MailingStatus, MailingText
from services.partnerships.domain.mentions import Named
from services.partnerships.domain.pause import of_safety_readers
from services.partnerships.domain.task import TASKS
from services.partnerships.queries.actions import read_action_days
from services.partnerships.queries.contact_checks import read_checked_card, read_written_to
from services.partnerships.queries.host_names import read_host_names, search_hosts
from services.partnerships.queries.host_party import read_host_party
from services.partnerships.queries.renewals import count_recalled, read_agreement_ends
from services.partnerships.queries.tasks import count_tasks, read_due
from services.partnerships.storage.brought import TeacherLinks
from services.partnerships.storage.companies import Companies
from services.partnerships.storage.contacts import Contacts
from services.partnerships.storage.host_pages import HostPages
from services.partnerships.storage.letters import known_of
from services.partnerships.storage.mail_stops import MailStops
from services.partnerships.storage.mailings import Mailings
from services.partnerships.storage.notes import Notes
from services.partnerships.storage.sharings import Objections
from services.partnerships.storage.task_silences import TaskSilences

answers = Answers("partnerships")
NOTES_MAX = 200
"""A message of the bus is bounded; nobody reads more before erasing."""


@answers.to(HOST_CONTACT)
async def contact_of_a_host(request: HostContactRequest, uow: UnitOfWork) -> HostContact:
    """Whom this lycée writes to at a site; see `written_to` for the rule."""
    company, contact = await read_written_to(uow, request.site_key)
    return HostContact(
        company=company.details.name,
        contact_name=contact.details.name if contact else None,
        mail=contact.details.mail if contact else None,
        stopped=await _stopped(uow, contact.details if contact else None),
    )


@answers.to(HOST_PARTY)
async def host_of_an_agreement(request: HostPartyRequest, uow: UnitOfWork) -> HostParty:
    """What is printed of a host and of a tutor on an agreement."""
    return await read_host_party(uow, request.site_key, request.tutor_id)


@answers.to(HOST_NAMES)
async def names_of_hosts(request: HostNamesRequest, uow: UnitOfWork) -> HostNames:
    """The names of companies, whatever their diffusion: they are shown inside the lycée."""
    return HostNames(names=tuple(await read_host_names(uow, request.company_ids)))


@answers.to(HOST_SEARCH)
async def hosts_with_these_words(request: HostSearchRequest, uow: UnitOfWork) -> HostSearch:
    """The sites whose company has all the words somebody typed."""
    return HostSearch(hosts=tuple(await search_hosts(uow, request.words)))


@answers.to(CONTACT_CHECK)
async def check_of_a_contact(request: ContactCheckRequest, uow: UnitOfWork) -> ContactCheck:
    """The link to put in the mail, told again at each attempt, and whether it still serves."""
    card = await read_checked_card(uow, request.contact_check_id)
    contact = card.contact
    objection = await Objections(uow).of(contact.details) if contact else None
    reachable = contact is not None and bool(contact.details.mail) and objection is None
    return ContactCheck(
        standing=card.standing is Standing.PENDING and reachable,
        company=card.company.details.name,
        contact_name=contact.details.name if contact else "",
        mail=contact.details.mail if contact else None,
        url=uow.links.url(LINK_PURPOSE, PAGE, uai=uow.writing_for(), row_id=card.check.id),
        expires_at=card.check.expires_at,
        placement_id=card.check.placement_id,
        stopped=await _stopped(uow, contact.details if contact else None),
    )


@answers.to(HOST_PAGE_LINK)
async def link_to_the_page_of_a_company(request: HostPageRequest, uow: UnitOfWork) -> HostPage:
    """The link to put in the mail, told again at each attempt, and whether it still serves."""
    contact = await Contacts(uow).find(request.contact_id)
    page = (await HostPages(uow).open_of([request.contact_id], now=uow.now)).get(request.contact_id)
    if contact is None or page is None:
        raise NotFound
    return HostPage(
        company=(await Companies(uow).get(page.company_id)).details.name,
        contact_name=contact.details.name,
        mail=contact.details.mail,
        url=uow.links.url(OF_HOST_PAGES, HOST_PAGE, uai=page.uai, row_id=page.id),
        expires_at=page.expires_at,
        stopped=await _stopped(uow, contact.details),
    )


@answers.to(TEACHER_LINK)
async def link_of_a_teacher(request: TeacherLinkRequest, uow: UnitOfWork) -> TeacherLink:
    """The link to put in the mail, told again at each attempt, and whether it still serves."""
    link = await TeacherLinks(uow).get(request.teacher_link_id)
    return TeacherLink(
        standing=link.is_open(uow.now),
        teacher=link.name,
        mail=link.mail,
        url=uow.links.url(OF_TEACHERS, TEACHER_DESK, uai=link.uai, row_id=link.id),
        expires_at=link.expires_at,
    )


@answers.to(MAILING_LETTER)
async def letter_of_a_mailing(request: MailingLetterRequest, uow: UnitOfWork) -> MailingLetter:
    """The letter to one contact, told again at each attempt, and whether it is still to leave.

    Only to the address that was there when the mail was confirmed: nobody looked at another one.
    """
    mailing = await Mailings(uow).get(request.mailing_id)
    letter = await Mailings(uow).letter(request.mailing_id, request.contact_id)
    contact = await Contacts(uow).find(request.contact_id)
    if letter is None or contact is None:
        raise NotFound
    same = MailStops(uow).digest(contact.details.mail or "") == letter.mail_digest
    blank = MailingText(subject="", body="")
    text = (mailing.text or blank).filled(await known_of(uow, letter))
    return MailingLetter(
        standing=mailing.status is MailingStatus.SENT and mailing.text is not None and same,
        company=letter.company,
        subject=text.subject,
        body=text.body,
        author=AccountId(mailing.author),
        mail=contact.details.mail,
        stop_url=uow.links.url(OF_MAILINGS, STOP_PAGE, uai=mailing.uai, row_id=letter.id),
        stopped=await _stopped(uow, contact.details),
    )


async def _stopped(uow: UnitOfWork, details: ContactDetails | None) -> bool:
    if details is None or details.mail is None:
        return False
    objection = await Objections(uow).of(details)
    return objection is not None or bool(await MailStops(uow).stopped([details.mail]))


@answers.to(NEXT_STEP_DAYS)
async def next_steps_of_a_bureau(request: NextStepsRequest, uow: UnitOfWork) -> NextStepDays:
    """How many steps are planned on each day, and of which kinds."""
    days = [
        NextStepDay(on=one.on, steps=one.steps, titles=tuple(TASKS[code] for code in one.codes))
        for one in await count_tasks(uow, own=request.account_id)
    ]
    return NextStepDays(days=tuple(days))


@answers.to(REGISTRY_DAYS)
async def days_of_the_registry(request: RegistryDaysRequest, uow: UnitOfWork) -> RegistryDays:  # noqa: ARG001 - the lycée is in the subject
    """The last days of agreements and the days of actions: ids, kinds and counts."""
    return RegistryDays(
        agreements=tuple(
            AgreementDay(
                partnership_id=PartnershipId(one.partnership_id),
                until_on=one.until_on,
                told_on=one.told_on,
                version=one.version,
            )
            for one in await read_agreement_ends(uow)
        ),
        actions=tuple(
            ActionDay(
                action_id=ActionId(one.id),
                on=one.details.planned_on,
                kind=ACTION_KINDS[one.details.kind],
                companies=one.taking_part,
                version=one.version,
            )
            for one in await read_action_days(uow)
        ),
    )


@answers.to(TASK_DIGEST)
async def what_is_due(request: TaskDigestRequest, uow: UnitOfWork) -> TaskDigest:
    """What the mail of the morning counts, and who gets none."""
    today = local_date(uow.now)
    return TaskDigest(
        tasks=tuple(
            DueTask(
                title=TASKS[one.code],
                late=one.due_on is not None and one.due_on < today,
                assignee=AccountId(one.assignee) if one.assignee else None,
            )
            for one in await read_due(uow)
        ),
        silent=tuple(map(AccountId, sorted(await TaskSilences(uow).of(uow.scope.uais)))),
        agreements=tuple(
            EndingAgreements(until_on=until_on, many=many)
            for until_on, many in await count_recalled(uow, request.digest_id)
        ),
    )


@answers.to(NAMING_NOTES)
async def notes_that_name_a_pupil(request: NotesRequest, uow: UnitOfWork) -> NamingNotes:
    """Who erases the pupil chooses among them; who asks for access is given them."""
    somebody = Named(request.last_name, request.first_name)
    # The head alone asks.
    found = await Notes(uow).naming(somebody, of_safety_readers)
    return NamingNotes(
        notes=tuple(
            NamingNote(
                interaction_id=InteractionId(one.interaction_id),
                company=one.company,
                occurred_on=one.occurred_on,
                note=one.text,
                whole=one.whole,
            )
            for one in found[:NOTES_MAX]
        )
    )
