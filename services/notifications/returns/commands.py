"""Commands of returns: a mail came back, and the cards of contacts are told of what did not arrive."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from contracts.coordination.committees import CommitteeAddressId
from contracts.coordination.need_letters import NeedLetterId
from contracts.identifiers import ContactId
from contracts.internships.family_letters import FamilyAddressId
from contracts.notifications.mails import (
    ContactMailReturnedV1,
    FamilyMailReturnedV1,
    MemberMailReturnedV1,
    NeedLetterReturnedV1,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.notifications.mails.commands import tell_letters
from services.notifications.mails.model.mail import MailId
from services.notifications.mails.model.template import Template
from services.notifications.returns.model.delivery_report import Failure
from services.notifications.returns.model.reason import reason_of
from services.notifications.returns.store import Returns


async def note_return(uow: UnitOfWork, *, mail_id: MailId, failure: Failure, now: datetime) -> bool:
    """Note that a mail that had left came back (courriel revenu), and have who wrote it told.

    Returns False for one that had not left, or is being sent at this instant: asked again later, it
    has. Told twice, it is noted once.
    """
    returns = Returns(uow)
    state = await returns.note(mail_id, failure, now=now)
    if state.noted:
        await tell_letters(uow, mail_ids=[mail_id], now=now)
        await tell_of_returns(uow, mail_ids=[mail_id], now=now)
    return state.known


async def tell_of_returns(uow: UnitOfWork, *, mail_ids: Collection[UUID], now: datetime) -> None:
    """Publish which of these mails did not reach a company, a family, a member or an actor; nothing of the others."""
    await _tell_of_need_letters(uow, mail_ids, now)
    for one in await Returns(uow).to_contacts(mail_ids):
        reason, today = reason_of(one.status, one.code), now.astimezone(PARIS).date()
        if one.template.to_a_family:
            back = FamilyMailReturnedV1(
                reader_id=FamilyAddressId(one.contact_id), reason=reason, occurred_on=today
            )
            uow.publish(back, uai=one.uai)
            continue
        if one.template.to_a_member:
            lost = MemberMailReturnedV1(
                reader_id=CommitteeAddressId(one.contact_id), reason=reason, occurred_on=today
            )
            uow.publish(lost, uai=one.uai)
            continue
        event = ContactMailReturnedV1(
            contact_id=ContactId(one.contact_id),
            contact_version=one.contact_version,
            reason=reason,
            to_many=one.template is Template.MAILING,
            occurred_on=today,
        )
        uow.publish(event, uai=one.uai)


async def _tell_of_need_letters(uow: UnitOfWork, mail_ids: Collection[UUID], now: datetime) -> None:
    for one in await Returns(uow).about_needs(mail_ids):
        came_back = NeedLetterReturnedV1(
            letter_id=NeedLetterId(one.letter_id),
            reason=reason_of(one.status, one.code),
            occurred_on=now.astimezone(PARIS).date(),
        )
        uow.publish(came_back, uai=one.uai)
