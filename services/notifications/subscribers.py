"""The facts somebody is written to about. What the mail says is asked when it leaves."""

from uuid import UUID

from contracts.internships import HostAgreedV1, HostAgreementWithdrawnV1
from contracts.partnerships import ContactCheckAskedV1
from contracts.portal import SignInLetterAskedV1, SignInLetterKind
from services.chassis.reactions import Reactions
from services.chassis.work import UnitOfWork
from services.notifications.domain.mail import Template
from services.notifications.domain.reasons import WITHDRAWN
from services.notifications.domain.recipients import BUREAU, HOLDER, HOST
from services.notifications.use_cases.cancel_mails import cancel_mails
from services.notifications.use_cases.enqueue_mail import enqueue_mail

reactions = Reactions("notifications")

LETTERS = {
    SignInLetterKind.INVITATION: Template.INVITATION,
    SignInLetterKind.FORGOTTEN: Template.FORGOTTEN,
    SignInLetterKind.ONE_TIME_CODE: Template.ONE_TIME_CODE,
}


@reactions.on(HostAgreedV1, group="hosts", since="now")
async def tell_the_host_and_the_bureau(event: HostAgreedV1, uow: UnitOfWork) -> None:
    """The host reads what it agreed to, the bureau that the place is confirmed."""
    for template, recipient in ((Template.HOST_AGREED, HOST), (Template.BUREAU_AGREED, BUREAU)):
        await _enqueue(uow, template, recipient, event.placement_id)


# In the same group: a withdrawal is handled after the agreement it withdraws.
@reactions.on(HostAgreementWithdrawnV1, group="hosts", since="now")
async def tell_nobody_any_more(event: HostAgreementWithdrawnV1, uow: UnitOfWork) -> None:
    """What has not left about this place does not leave."""
    await cancel_mails(
        uow,
        aggregate_id=event.placement_id,
        templates=(Template.HOST_AGREED, Template.BUREAU_AGREED),
        reason=WITHDRAWN,
        now=uow.now,
    )


@reactions.on(ContactCheckAskedV1, group="checks", since="now")
async def send_the_link_to_the_card(event: ContactCheckAskedV1, uow: UnitOfWork) -> None:
    """« Une fiche vous attend »."""
    await _enqueue(uow, Template.CONTACT_CHECK, HOST, event.contact_check_id)


@reactions.on(SignInLetterAskedV1, group="letters", since="now")
async def send_the_letter(event: SignInLetterAskedV1, uow: UnitOfWork) -> None:
    """An invitation, a link to choose a password, a code."""
    await _enqueue(uow, LETTERS[event.kind], HOLDER, event.letter_id)


async def _enqueue(uow: UnitOfWork, template: Template, recipient: str, about: UUID) -> None:
    if uow.cause is None:
        raise RuntimeError("a mail answers an event")
    await enqueue_mail(
        uow,
        template=template,
        recipient=recipient,
        cause=uow.cause.id,
        aggregate_id=about,
        now=uow.now,
    )
