"""Commands of a mail: queued, cancelled, put back, sent again, forgotten."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from contracts.coordination.actor_people import ActorPersonLetterId
from contracts.identifiers import ContactId, MailingId, Uai
from contracts.notifications.mails import (
    ActorPersonLetterMovedV1,
    DeclarationLetterMovedV1,
    MailingLetterMovedV1,
    UnusedAccountWarnedV1,
)
from contracts.partnerships.declaration_letters import DeclarationLetterId
from contracts.portal.inactivity import InactivityNoticeId
from services.chassis.observability import tracing
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.notifications.mails.model.digest import Digest
from services.notifications.mails.model.letters import told_as
from services.notifications.mails.model.mail import (
    RESENDABLE,
    MailAlreadyFinished,
    MailId,
    MailNotCancelled,
    MailNotFinished,
    State,
    checked_recipient,
)
from services.notifications.mails.model.reasons import GONE, WITHDRAWN_BY_ITS_AUTHOR
from services.notifications.mails.model.recipients import reader_of
from services.notifications.mails.model.template import Template
from services.notifications.mails.store.letters import letters_among, lone_letters_among
from services.notifications.mails.store.queue import Mails
from services.notifications.mails.store.subjects import MailSubjects


async def tell_letters(uow: UnitOfWork, *, mail_ids: Collection[UUID], now: datetime) -> None:
    """Publish where those of these mails are that are such letters; nothing of the others."""
    for letter in await letters_among(uow, mail_ids):
        moved = MailingLetterMovedV1(
            mailing_id=MailingId(letter.mailing_id),
            contact_id=ContactId(letter.contact_id),
            state=told_as(letter.state, letter.reason),
            occurred_on=now.astimezone(PARIS).date(),
        )
        uow.publish(moved, uai=letter.uai)
    today = now.astimezone(PARIS).date()
    for one in await lone_letters_among(uow, mail_ids, Template.DECLARATION_RENEWAL):
        followed = DeclarationLetterMovedV1(
            letter_id=DeclarationLetterId(one.letter_id),
            state=told_as(one.state, one.reason),
            occurred_on=today,
        )
        uow.publish(followed, uai=one.uai)
    for one in await lone_letters_among(uow, mail_ids, Template.ACTOR_PERSON_INFORMED):
        informed = ActorPersonLetterMovedV1(
            letter_id=ActorPersonLetterId(one.letter_id),
            state=told_as(one.state, one.reason),
            occurred_on=today,
        )
        uow.publish(informed, uai=one.uai)


def tell_of_unused_account(uow: UnitOfWork, *, uai: Uai, notice_id: UUID, now: datetime) -> None:
    """Publish that the mail about an unused account did all a mail can (titulaire prévenu)."""
    told = UnusedAccountWarnedV1(
        inactivity_notice_id=InactivityNoticeId(notice_id),
        occurred_on=now.astimezone(PARIS).date(),
    )
    uow.publish(told, uai=uai)


async def cancel_letters(uow: UnitOfWork, *, mailing_id: UUID, now: datetime) -> None:
    """Cancel its letters (envois annulés); one that is leaving at this instant may still leave."""
    cancelled = await Mails(uow).cancel_to(
        reader_of(mailing_id), reason=WITHDRAWN_BY_ITS_AUTHOR, now=now
    )
    await tell_letters(uow, mail_ids=cancelled, now=now)


REASON = "cancelled-by-hand"


async def cancel_mail(uow: UnitOfWork, *, mail_id: MailId, now: datetime) -> None:
    """Cancel a mail that has not left (envoi annulé). Raises NotFound, MailAlreadyFinished."""
    if not await Mails(uow).cancel(mail_id, reason=REASON, now=now):
        raise MailAlreadyFinished(state=await Mails(uow).state_of(mail_id))
    await tell_letters(uow, mail_ids=[mail_id], now=now)


async def cancel_mails(
    uow: UnitOfWork,
    *,
    aggregate_id: UUID,
    templates: Sequence[Template],
    reason: str,
    now: datetime,
) -> int:
    """Cancel the mails about an aggregate that have not left (envois annulés).

    Returns how many had not; one that is leaving at this instant may still leave. `reason` is a
    kebab-case code.
    """
    return await Mails(uow).cancel_of(aggregate_id, templates, reason=reason, now=now)


async def enqueue_mail(
    uow: UnitOfWork,
    *,
    template: Template,
    recipient: str,
    cause: UUID,
    aggregate_id: UUID,
    leaves_at: datetime | None = None,
    now: datetime,
) -> None:
    """Queue a mail of the lycée written for (courriel à envoyer), unless it was queued before.

    `recipient` is a role or an id, `cause` the event or letter it answers, `aggregate_id` what
    it is about: what is asked when it leaves, and cancelled by. `leaves_at`: not before then.
    Raises RecipientNotOpaque.
    """
    await Mails(uow).add(
        template=template,
        recipient=checked_recipient(recipient),
        cause=cause,
        aggregate_id=aggregate_id,
        traceparent=tracing.traceparent(),
        leaves_at=leaves_at or now,
        now=now,
    )


async def enqueue_digests(uow: UnitOfWork, *, digests: Sequence[Digest], now: datetime) -> None:
    """Queue one mail for each digest (avis rassemblés)."""
    await Mails(uow).add_digests(digests, now=now)


ERASED_KIND = "mails"
LETTERS_KIND = "letters"
"""Of which one among several was erased: what they said is forgotten, and they may leave still."""


async def forget_mails(
    uow: UnitOfWork, *, about: Collection[UUID], letters_too: bool = True, now: datetime
) -> None:
    """Have what has not left about these not leave, and forget what they all said and to whom.

    `letters_too`: those that are about others besides.
    """
    mails = Mails(uow)
    letters = await MailSubjects(uow).letters_about(about) if letters_too else ()
    for lycee, aggregate_id in await mails.forget_about({*about, *letters}, reason=GONE, now=now):
        uow.erased.note(ERASED_KIND, aggregate_id, lycee=lycee)


async def forget_letters(uow: UnitOfWork, *, about: Collection[UUID]) -> None:
    """Have what letters about these said forgotten; one that has not left says what still stands."""
    letters = await MailSubjects(uow).letters_about(about)
    for lycee, aggregate_id in await Mails(uow).blank(letters):
        uow.erased.note(LETTERS_KIND, aggregate_id, lycee=lycee)


async def resend_mail(uow: UnitOfWork, *, mail_id: MailId, now: datetime) -> None:
    """Queue a mail again that left or failed (renvoyer). Raises NotFound, MailNotFinished.

    It is composed anew, with today's address, and keeps its Message-ID.
    """
    if not await Mails(uow).queue_again(mail_id, states=RESENDABLE, now=now):
        raise MailNotFinished
    await tell_letters(uow, mail_ids=[mail_id], now=now)


async def restore_mail(uow: UnitOfWork, *, mail_id: MailId, now: datetime) -> None:
    """Queue a cancelled mail again (annulation retirée). Raises NotFound, MailNotCancelled.

    Whether its cause still stands is looked at when it leaves.
    """
    if not await Mails(uow).queue_again(mail_id, states=[State.CANCELLED], now=now):
        raise MailNotCancelled
    await tell_letters(uow, mail_ids=[mail_id], now=now)
