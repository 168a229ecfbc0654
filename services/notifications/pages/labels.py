"""Codes as users read them: what a mail is, why it has not left, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.chassis.web.french import datetime_fr
from services.notifications.domain import reasons
from services.notifications.domain.mail import State, Template
from services.notifications.queries.mails import RelayTrouble, Sending, Shelf
from services.notifications.use_cases.cancel_mail import REASON as BY_HAND

SHELVES: Mapping[Shelf, str] = {
    Shelf.ALL: "Tous",
    Shelf.WAITING: "En attente",
    Shelf.FAILED: "Non remis",
    Shelf.SENT: "Partis",
    Shelf.CANCELLED: "Annulés",
}
TITLES: Mapping[Template, str] = {
    Template.HOST_AGREED: "Accord noté",
    Template.BUREAU_AGREED: "Lieu d’accueil confirmé",
    Template.CONTACT_CHECK: "Une fiche à confirmer",
    Template.INVITATION: "Invitation à choisir un mot de passe",
}
FOR_WHOM: Mapping[Template, str] = {
    Template.HOST_AGREED: "Contact de l’entreprise",
    Template.BUREAU_AGREED: "Bureau des entreprises",
    Template.CONTACT_CHECK: "Contact de l’entreprise",
    Template.INVITATION: "Titulaire du compte",
}
NOTHING: Mapping[Shelf, str] = {
    Shelf.WAITING: "Tout ce qui devait partir est parti.",
    Shelf.FAILED: "Chaque courriel parti a été accepté par la messagerie de son destinataire.",
    Shelf.SENT: "Ce qui est demandé part dans la minute.",
    Shelf.CANCELLED: "Un courriel qui attend peut être annulé, et rétabli.",
}
"""Why a part of the list is empty."""
ABOUT_A_PLACEMENT = frozenset({Template.HOST_AGREED, Template.BUREAU_AGREED})


@dataclass(frozen=True)
class Why:
    """Why a mail is where it is, and what somebody may do about it."""

    sentence: str
    remedy: str = ""


_REASONS: Mapping[str, Why] = {
    reasons.WITHDRAWN: Why("Le lieu d’accueil n’est plus confirmé."),
    reasons.OVER: Why("Le lien a déjà servi, ou il n’est plus valable."),
    reasons.GONE: Why("Ce dont il parle n’existe plus."),
    reasons.NO_ADDRESS: Why(
        "Aucune adresse n’est connue pour ce contact.",
        "Notez une adresse sur la fiche de l’entreprise, puis renvoyez.",
    ),
    reasons.NOBODY: Why("Personne n’est responsable du bureau."),
    BY_HAND: Why("Annulé par le bureau."),
    reasons.LEFT_THE_BUREAU: Why("La personne n’est plus responsable du bureau."),
}


def may_be_restored(mail: Sending) -> bool:
    """Whether somebody cancelled it: what lost its cause stays cancelled."""
    return mail.state is State.CANCELLED and mail.last_reason == BY_HAND


def no_mail_leaves(trouble: RelayTrouble) -> str:
    """What to tell when the relay turns us away."""
    return (
        f"Aucun courriel ne part depuis le {datetime_fr(trouble.since)}\u202f: "
        "ils attendent et partiront d’eux-mêmes. Prévenez la personne qui exploite Passerelle."
    )


def why(mail: Sending) -> Why | None:
    """Why it has not left; None when there is nothing to explain."""
    if mail.state is State.SENT or mail.last_reason is None:
        return None
    return _REASONS.get(mail.last_reason) or Why(f"Motif technique\u202f: {mail.last_reason}.")
