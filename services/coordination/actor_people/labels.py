"""Words of people of actors as users read them."""

from collections.abc import Mapping, Sequence

from contracts.notifications.mails import LetterState
from services.chassis.web.views.french import phone
from services.coordination.actor_people.model import INFORMED, ActorPerson

LETTER_STATES: Mapping[LetterState, tuple[str, str]] = {
    LetterState.WAITING: ("Pas encore parti", "info"),
    LetterState.LEFT: ("Parti", "success"),
    LetterState.UNDELIVERED: ("Non remis", "error"),
    LetterState.NO_ADDRESS: ("Sans adresse", "error"),
    LetterState.STOPPED: ("Refusé", "warning"),
    LetterState.CANCELLED: ("Annulé", "warning"),
}
LETTER_ADVICE: Mapping[LetterState, str] = {
    LetterState.UNDELIVERED: "Rien n’arrive à cette adresse\u202f: corrigez-la, ou prévenez la personne autrement.",
    LetterState.NO_ADDRESS: "Écrivez son adresse, ou prévenez la personne autrement.",
    LetterState.STOPPED: "Cette adresse ne veut plus de courriels de Passerelle\u202f: prévenez la personne autrement, et notez-le.",
    LetterState.CANCELLED: "Il ne partira pas\u202f: renvoyez-le, ou prévenez la personne autrement.",
}
"""What to do where nothing arrived."""


def informed_choices() -> Sequence[tuple[str, str]]:
    """Ways a person may have been informed."""
    return [(one.value, label) for one, label in INFORMED.items()]


def kept_of(one: ActorPerson) -> Sequence[tuple[str, str]]:
    """What is noted of somebody, under its headings, as they themselves read it."""
    known = one.details
    said = (
        ("Nom", known.name),
        ("Fonction", known.function),
        ("Pour quoi vous joindre", known.purpose),
        ("Téléphone", phone(known.phone)),
        ("Adresse électronique", known.mail),
    )
    return [(heading, text) for heading, text in said if text]
