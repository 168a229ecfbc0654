"""Who the mails of a list that were not delivered were for: somebody is to be called, or told otherwise."""

import asyncio
from collections.abc import Mapping, Sequence

from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.notifications.composition.queries.mails import MAILS
from services.notifications.contents.model import Due
from services.notifications.contents.queries.owners_answers import Addressee, Asking
from services.notifications.mails.model.mail import MailId, State
from services.notifications.mails.model.reasons import NO_ACCESS
from services.notifications.mails.model.template import Template
from services.notifications.mails.queries.mails import Sending


async def addressees_of(composer: Asking, mails: Sequence[Sending]) -> Mapping[MailId, Addressee]:
    """The person and the company of each that failed, or was for who left; asked all at once."""
    failed = [
        _due(mail, mail.template)
        for mail in mails
        if mail.template and (mail.state is State.FAILED or mail.last_reason == NO_ACCESS)
    ]
    told = await asyncio.gather(*(addressee_of(composer, due) for due in failed))
    return {due.mail_id: one for due, one in zip(failed, told, strict=True)}


async def addressee_of(composer: Asking, due: Due) -> Addressee:
    """The addressee of a mail; nobody while the owner is silent, or knows it no more."""
    try:
        return await MAILS[due.template].for_whom(composer, due)
    except (QuestionRefused, QuestionUnanswered):
        return Addressee()


def _due(mail: Sending, template: Template) -> Due:
    return Due(
        mail_id=mail.mail_id,
        uai=mail.uai,
        template=template,
        recipient=mail.recipient,
        cause=mail.mail_id,
        aggregate_id=mail.aggregate_id,
        queued_at=mail.queued_at,
        attempt=max(mail.attempts, 1),
    )
