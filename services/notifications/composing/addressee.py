"""Who a mail is, or was, for, in words: asked when the list is drawn, kept nowhere."""

import asyncio
from dataclasses import dataclass, field

from contracts.identifiers import ContactCheckId, ContactId, MailingId, TeacherLinkId
from contracts.partnerships.host_pages import HOST_PAGE_LINK, HostPageRequest
from contracts.partnerships.mailings import MAILING_LETTER, MailingLetterRequest
from contracts.partnerships.questions import CONTACT_CHECK, ContactCheckRequest
from contracts.partnerships.teacher_links import TEACHER_LINK, TeacherLinkRequest
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.notifications.composing.agreement import host_of, letter_of, member_of
from services.notifications.composing.told import Asking
from services.notifications.domain.composed import Due
from services.notifications.domain.mail import Template
from services.notifications.domain.recipients import account_of, mailing_of


@dataclass(frozen=True)
class Addressee:
    """A person, a company, or both, as far as somebody knows."""

    person: str | None = field(default=None, repr=False)
    company: str | None = field(default=None, repr=False)


async def addressee_of(composer: Asking, due: Due) -> Addressee:
    """Whom a mail is for; nobody while the owner is silent, or knows it no more."""
    try:
        return await _addressee(composer, due)
    except (QuestionRefused, QuestionUnanswered):
        return Addressee()


async def _addressee(composer: Asking, due: Due) -> Addressee:
    if due.template is Template.HOST_AGREED:
        host = await host_of(composer, due, await letter_of(composer, due))
        return Addressee(host.contact_name, host.company)
    if due.template is Template.CONTACT_CHECK:
        asked = ContactCheckRequest(contact_check_id=ContactCheckId(due.aggregate_id))
        check = await composer.ask(CONTACT_CHECK, due.uai, asked)
        return Addressee(check.contact_name, check.company)
    if due.template is Template.HOST_PAGE:
        page = await composer.ask(
            HOST_PAGE_LINK, due.uai, HostPageRequest(contact_id=ContactId(due.aggregate_id))
        )
        return Addressee(page.contact_name, page.company)
    if due.template is Template.TEACHER_LINK:
        link = TeacherLinkRequest(teacher_link_id=TeacherLinkId(due.aggregate_id))
        return Addressee((await composer.ask(TEACHER_LINK, due.uai, link)).teacher)
    mailing = mailing_of(due.recipient)
    if due.template is Template.MAILING and mailing is not None:
        letter = MailingLetterRequest(
            mailing_id=MailingId(mailing), contact_id=ContactId(due.aggregate_id)
        )
        return Addressee(company=(await composer.ask(MAILING_LETTER, due.uai, letter)).company)
    people = await asyncio.shield(composer.people(due))
    member = member_of(people, account_of(due.recipient))
    return Addressee(member.display_name if member else None)
