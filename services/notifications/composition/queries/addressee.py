"""Who a mail is, or was, for, in words: asked when the list is drawn, kept nowhere."""

from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.notifications.composition.model import Due
from services.notifications.composition.queries.mails import MAILS
from services.notifications.composition.queries.owners_answers import Addressee, Asking


async def addressee_of(composer: Asking, due: Due) -> Addressee:
    """Whom a mail is for; nobody while the owner is silent, or knows it no more."""
    try:
        return await MAILS[due.template].for_whom(composer, due)
    except (QuestionRefused, QuestionUnanswered):
        return Addressee()
