"""The facts somebody is written to about. What the mail says is asked when it leaves."""

from datetime import datetime
from uuid import UUID

from contracts.coordination.committees import CommitteePersonErasedV1
from contracts.envelope import Envelope
from contracts.event import Event
from contracts.internships.periods import HostAgreedV1, HostAgreementWithdrawnV1, PupilErasedV1
from contracts.partnerships.companies import ContactCheckAskedV1, ContactErasedV1, TraderErasedV1
from contracts.partnerships.host_pages import HostPageSentV1
from contracts.partnerships.mailings import MailingCancelledV1, MailingLetterAskedV1
from contracts.partnerships.tasks import TaskDigestAskedV1
from contracts.partnerships.teacher_links import TeacherLinkSentV1
from contracts.portal.accounts import (
    AccessNoticeAskedV1,
    AccessNoticeKind,
    SignInLetterAskedV1,
    SignInLetterKind,
)
from contracts.portal.inactivity import InactivityNoticeAskedV1
from contracts.portal.second_factor import SecondFactorNoticeAskedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.base.reactions import erasing, reactions
from services.notifications.calendar_invitations import reactions as calendar_invitations
from services.notifications.letters import reactions as letters
from services.notifications.mails.commands import (
    ERASED_KIND,
    LETTERS_KIND,
    cancel_letters,
    cancel_mails,
    enqueue_mail,
    forget_letters,
    forget_mails,
)
from services.notifications.mails.model.reasons import GONE, WITHDRAWN
from services.notifications.mails.model.recipients import (
    CONCERNED,
    HOLDER,
    HOST,
    TEACHER,
    reader_of,
)
from services.notifications.mails.model.template import Template
from services.notifications.mails.store.mornings import gather_reminders
from services.notifications.mails.store.queue import Mails
from services.notifications.notice_rules.model.events import EVENTS
from services.notifications.notices.commands import tell_of
from services.notifications.rests.model import leaves_at

PARTS = (calendar_invitations, letters)
"""They register their own when they are imported."""

__all__ = ["PARTS", "erasing", "reactions"]

NOTICES = {
    AccessNoticeKind.PROPOSED: Template.ACCESS_PROPOSED,
    AccessNoticeKind.ACCEPTED: Template.ACCESS_ACCEPTED,
    AccessNoticeKind.REFUSED: Template.ACCESS_REFUSED,
    AccessNoticeKind.GRANTED: Template.ACCESS_GRANTED,
}
LETTERS = {
    SignInLetterKind.INVITATION: Template.INVITATION,
    SignInLetterKind.FORGOTTEN: Template.FORGOTTEN,
    SignInLetterKind.ONE_TIME_CODE: Template.ONE_TIME_CODE,
}


@reactions.on(HostAgreedV1, group="hosts", since="now")
async def tell_the_host(event: HostAgreedV1, envelope: Envelope, uow: UnitOfWork) -> None:
    """The host reads what it agreed to; the bureau is told by the rules of notices."""
    await _enqueue(uow, Template.HOST_AGREED, HOST, event.placement_id, envelope)


# In the same group: a withdrawal is handled after the agreement it withdraws.
@reactions.on(HostAgreementWithdrawnV1, group="hosts", since="now")
async def tell_the_host_no_more(
    event: HostAgreementWithdrawnV1, now: datetime, uow: UnitOfWork
) -> None:
    """Cancel mails about a place that have not left: its host agreed no more."""
    await cancel_mails(
        uow,
        aggregate_id=event.placement_id,
        templates=(Template.HOST_AGREED,),
        reason=WITHDRAWN,
        now=now,
    )


@reactions.on(ContactCheckAskedV1, group="checks", since="now")
async def send_the_link_to_the_card(
    event: ContactCheckAskedV1, envelope: Envelope, uow: UnitOfWork
) -> None:
    """« Une fiche vous attend »."""
    await _enqueue(uow, Template.CONTACT_CHECK, HOST, event.contact_check_id, envelope)


@reactions.on(SignInLetterAskedV1, group="letters", since="now")
async def send_the_letter(event: SignInLetterAskedV1, envelope: Envelope, uow: UnitOfWork) -> None:
    """An invitation, a link to choose a password, a code."""
    await _enqueue(uow, LETTERS[event.kind], HOLDER, event.letter_id, envelope)


@reactions.on(SecondFactorNoticeAskedV1, group="letters", since="now")
async def tell_of_a_second_factor(
    event: SecondFactorNoticeAskedV1, envelope: Envelope, uow: UnitOfWork
) -> None:
    """Set, removed, a recovery code used: to whom it protects."""
    await _enqueue(uow, Template.SECOND_FACTOR, HOLDER, event.factor_notice_id, envelope)


@reactions.on(InactivityNoticeAskedV1, group="letters", since="now")
async def tell_of_an_unused_account(
    event: InactivityNoticeAskedV1, envelope: Envelope, uow: UnitOfWork
) -> None:
    """By day, to whose account it is."""
    await enqueue_mail(
        uow,
        template=Template.ACCOUNT_UNUSED,
        recipient=HOLDER,
        cause=envelope.id,
        aggregate_id=event.inactivity_notice_id,
        leaves_at=leaves_at(uow.now, urgent=False),
        now=uow.now,
    )


@reactions.on(HostPageSentV1, group="host_pages", since="now")
async def send_the_page_of_a_company(
    event: HostPageSentV1, envelope: Envelope, uow: UnitOfWork
) -> None:
    """To the contact the bureau chose."""
    await _enqueue(uow, Template.HOST_PAGE, HOST, event.contact_id, envelope)


@reactions.on(TeacherLinkSentV1, group="teachers", since="now")
async def send_the_link_of_a_teacher(
    event: TeacherLinkSentV1, envelope: Envelope, uow: UnitOfWork
) -> None:
    """To the teacher the bureau gave it to."""
    await _enqueue(uow, Template.TEACHER_LINK, TEACHER, event.teacher_link_id, envelope)


@reactions.on(MailingLetterAskedV1, group="mailings", since="now")
async def send_a_letter_of_many(
    event: MailingLetterAskedV1, envelope: Envelope, uow: UnitOfWork
) -> None:
    """To one of the contacts a bureau writes to: about them, hence forgotten with them."""
    await _enqueue(uow, Template.MAILING, reader_of(event.mailing_id), event.contact_id, envelope)


# In the same group: it is cancelled after it was asked for.
@reactions.on(MailingCancelledV1, group="mailings", since="now")
async def send_no_more_of_them(event: MailingCancelledV1, now: datetime, uow: UnitOfWork) -> None:
    """Cancel the letters of a mailing that have not left."""
    await cancel_letters(uow, mailing_id=event.mailing_id, now=now)


@reactions.on(AccessNoticeAskedV1, group="accesses", since="now")
async def tell_of_an_access(
    event: AccessNoticeAskedV1, envelope: Envelope, uow: UnitOfWork
) -> None:
    """Proposed: to the head. Accepted, refused: to who proposed. Given: to who holds it."""
    await _enqueue(uow, NOTICES[event.kind], CONCERNED, event.notice_id, envelope)


@reactions.on(TaskDigestAskedV1, group="tasks", since="now")
async def remind_of_what_is_due(
    event: TaskDigestAskedV1, envelope: Envelope, uow: UnitOfWork
) -> None:
    """The morning of a day with tasks, to those who have some; one nobody was told of is said by it."""
    await gather_reminders(uow, event.digest_id, now=uow.now)
    await _enqueue(uow, Template.TASK_DIGEST, CONCERNED, event.digest_id, envelope)


async def _tell_of(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """A notice for whom it concerns, as the rules say; or one that is over."""
    await tell_of(uow, event=event, envelope=envelope)


for _event in EVENTS:
    _group = "notices" if _event.audience() == "bureau" else "department_notices"
    reactions.on(_event, group=_group, since="now")(_tell_of)


# Their own group: what is forgotten does not wait behind what is written.
@reactions.on(PupilErasedV1, group="erasures", since="beginning")
async def forget_mails_about_the_pupil(
    event: PupilErasedV1, now: datetime, uow: UnitOfWork
) -> None:
    """Forget mails about a pupil: they name the pupil; a letter about others too goes on without the pupil."""
    await forget_letters(uow, about=event.placements)
    await forget_mails(uow, about=event.placements, letters_too=False, now=now)


@reactions.on(ContactErasedV1, group="erasures", since="beginning")
async def forget_mails_to_the_contact(
    event: ContactErasedV1, now: datetime, uow: UnitOfWork
) -> None:
    """Forget mails to a contact: they name it, and were sent to its address."""
    # Also where the contact was at another site then, or read in somebody else's place.
    read = await Mails(uow).written_to(event.contact_id)
    await forget_mails(uow, about=(event.contact_id, *event.checks, *read), now=now)
    await forget_mails(uow, about=event.placements, letters_too=False, now=now)
    # Of the same site, to somebody else: it is written anew, and still leaves.
    await forget_letters(uow, about=event.placements)


@reactions.on(CommitteePersonErasedV1, group="erasures", since="beginning")
async def forget_mails_to_the_member(event: CommitteePersonErasedV1, uow: UnitOfWork) -> None:
    """Forget mails to a member: they name who sat in a committee, and were sent to their address."""
    await forget_letters(uow, about=[event.member_id])


@reactions.on(TraderErasedV1, group="erasures", since="beginning")
async def forget_mails_to_the_trader(event: TraderErasedV1, now: datetime, uow: UnitOfWork) -> None:
    """Forget mails to a sole trader: they name the company, hence a person."""
    await forget_mails(uow, about=(*event.checks, *event.placements), now=now)


@erasing.of(ERASED_KIND)
async def forget_the_mails_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:
    """A backup brought them back."""
    await Mails(uow).forget_about([resource_id], reason=GONE, now=now)


@erasing.of(LETTERS_KIND)
async def forget_the_letters_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:  # noqa: ARG001  every one is given it
    """Forget again letters that were about others too."""
    await Mails(uow).blank([resource_id])


async def _enqueue(
    uow: UnitOfWork, template: Template, recipient: str, about: UUID, cause: Envelope
) -> None:
    await enqueue_mail(
        uow,
        template=template,
        recipient=recipient,
        cause=cause.id,
        aggregate_id=about,
        now=uow.now,
    )
