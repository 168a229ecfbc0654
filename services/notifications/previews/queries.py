"""What previews read: a mail with an example, and the one a click will send."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.questions import QuestionRefused
from services.notifications.composition.queries.composer import Composer
from services.notifications.composition.queries.mails import MAILS
from services.notifications.contents.model import Cannot, Due, NotWanted
from services.notifications.contents.queries.owners_answers import OwnersAnswers
from services.notifications.drawing.queries import STOP, Drawn, draw
from services.notifications.letters.queries.agreement import to_the_host
from services.notifications.mails.model.mail import MailId
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kinds import KINDS
from services.notifications.previews.model import example_values
from services.notifications.staff_mails.queries.notice import DRAWN_AS


def draw_example(
    template: Template,
    *,
    sender: str,
    own_sentence: str,
    public_url: str,
    demonstration: bool = False,
    now: datetime,
) -> Drawn:
    """The mail in the name of a lycée, with what it adds to it; everybody else in it is invented."""
    common = example_values(template, public_url=public_url, now=now)
    values = {**common, **MAILS[template].example, "sender": sender}
    if template.stoppable:
        # The real one is personal, and goes to its reader alone.
        values[STOP] = f"{public_url}/…"
    kind = KINDS.get(template)
    return draw(
        DRAWN_AS if kind and not kind.own_text else template,
        values,
        own_sentence=own_sentence,
        demonstration=demonstration,
    )


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
