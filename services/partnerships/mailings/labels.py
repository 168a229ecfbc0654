"""Codes of mails to many companies as users read them."""

from collections.abc import Mapping

from contracts.notifications.mails import LetterState
from services.partnerships.base.labels import Choices
from services.partnerships.mailings.model import MailingStatus
from services.partnerships.mailings.queries import MailingCard
from services.partnerships.mailings.store.mailings import Recipient
from services.partnerships.recipients.labels import EXCLUDED
from services.partnerships.recipients.model import Excluded, Marks

STATUSES: Mapping[MailingStatus, tuple[str, str]] = {
    MailingStatus.DRAFT: ("À confirmer", "warning"),
    MailingStatus.PLANNED: ("Va partir", "info"),
    MailingStatus.SENT: ("Envoyé", "success"),
    MailingStatus.CANCELLED: ("Annulé", "neutral"),
}
LETTERS: Mapping[LetterState, tuple[str, str]] = {
    LetterState.WAITING: ("En attente", "info"),
    LetterState.LEFT: ("Parti", "success"),
    LetterState.UNDELIVERED: ("Non remis", "error"),
    LetterState.NO_ADDRESS: ("Sans adresse", "error"),
    LetterState.STOPPED: ("N’en veut plus", "warning"),
    LetterState.CANCELLED: ("Annulé", "neutral"),
}
RECIPIENTS_CHANGED = (
    "Rien n’est parti\u202f: depuis que vous avez lu cette page, un contact, une adresse ou une raison de demander d’abord a changé. "
    "Vérifiez à qui vous écrivez, cochez de nouveau, puis confirmez."
)


def held_choices(card: MailingCard) -> Choices:
    """The companies that wait for a word, why, and whom it would go to."""
    return [
        (str(one.company_id), f"{one.company}\u00a0: {_why(card, one)}{_whom(one)}")
        for one in card.held
    ]


def _whom(one: Recipient) -> str:
    return f"\u202f; courriel à {one.contact} ({one.mail})" if one.contact_id else ""


def _why(card: MailingCard, one: Recipient) -> str:
    of = card.marks.get(one.company_id, Marks())
    said = [
        *([f"passer par {of.through}"] if of.through else []),
        *([f"chef de file\u00a0: {of.led_by}"] if of.led_by else []),
        *([EXCLUDED[one.excluded]] if one.excluded is Excluded.WITH_HELD else []),
    ]
    # What held it may be over since the draft was made.
    return ", ".join(said) or (EXCLUDED[one.excluded] if one.excluded else "")
