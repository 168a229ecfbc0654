"""Who wrote a mail to many companies is told where its letters are."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from contracts.identifiers import ContactId, MailingId
from contracts.notifications.mails import MailingLetterMovedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.notifications.domain.letters import told_as
from services.notifications.storage.letters import letters_among


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
