"""The mail a click will send, drawn before the click: what it says, to whom, or why there is none."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.questions import QuestionRefused
from services.notifications.composition.queries.composer import Composer
from services.notifications.contents.model import Cannot, Due, NotWanted
from services.notifications.contents.queries.owners_answers import OwnersAnswers
from services.notifications.letters.queries.agreement import to_the_host
from services.notifications.mails.model.mail import MailId
from services.notifications.mails.model.template import Template


@dataclass(frozen=True)
class Preview:
    """A mail that has not left; without `to`, `reason` says why none will."""

    to: str | None = field(default=None, repr=False)
    contact_name: str | None = field(default=None, repr=False)
    subject: str | None = field(default=None, repr=False)
    text: str | None = field(default=None, repr=False)
    reason: str | None = None


async def preview_to_the_host(
    composer: Composer,
    *,
    uai: Uai,
    placement_id: UUID,
    new_id: UUID,
    own_sentence: str = "",
    now: datetime,
) -> Preview | None:
    """What the host would read once a place is confirmed; None for a place nobody knows.

    `own_sentence`: what the lycée adds to it. Raises QuestionUnanswered while an owner cannot be asked.
    """
    due = Due(
        mail_id=MailId(new_id),
        uai=uai,
        template=Template.HOST_AGREED,
        recipient="host",
        cause=new_id,
        aggregate_id=placement_id,
        queued_at=now,
        attempt=1,
    )
    try:
        told = await to_the_host(composer, due, beforehand=True)
    except QuestionRefused:
        return None
    if isinstance(told, Cannot | NotWanted):
        return Preview(reason=told.reason)
    if not isinstance(told, OwnersAnswers):
        raise TypeError("a host is one reader")
    # The link that stops mails is its reader’s own.
    mail = await composer.drawn(due, replace(told, stop=None), own_sentence=own_sentence)
    text = mail.text
    for marker, secret in mail.secrets.items():
        text = text.replace(marker, secret)
    return Preview(mail.to, told.values["contact_name"], mail.subject, text)
