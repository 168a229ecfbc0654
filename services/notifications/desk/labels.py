"""Codes as users read them: what a mail is, why it has not left, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.notifications.mails import MailReturnReason
from services.chassis.web.views.french import datetime_fr
from services.notifications.mail_server.model import attempt
from services.notifications.mail_server.queries.server_troubles import MailServerTrouble
from services.notifications.mails.commands import REASON as BY_HAND
from services.notifications.mails.model import reasons
from services.notifications.mails.model.mail import State
from services.notifications.mails.model.subjects import Subject
from services.notifications.mails.model.template import Template
from services.notifications.mails.queries.mails import Sending, Shelf
from services.notifications.returns.model.reason import reason_of

SHELVES: Mapping[Shelf, str] = {
    Shelf.ALL: "Tous",
    Shelf.WAITING: "En attente",
    Shelf.FAILED: "Non remis",
    Shelf.SENT: "Partis",
    Shelf.CANCELLED: "Annulés",
}
NOTHING: Mapping[Shelf, str] = {
    Shelf.WAITING: "Tout ce qui devait partir est parti.",
    Shelf.FAILED: "Aucun courriel n’a été refusé.",
    Shelf.SENT: "Ce qui est demandé part dans la minute.",
    Shelf.CANCELLED: "Un courriel qui attend peut être annulé, et rétabli.",
}
"""Why a part of the list is empty."""
SUBJECTS: Mapping[Subject, str] = {
    Subject.NEEDS: "Besoins d’entreprises",
    Subject.COMMITTEES: "Comités, convocations et décisions",
    Subject.SUPPORT: "Demandes d’appui",
    Subject.PEOPLE: "Personnes des acteurs",
    Subject.ACCOUNTS: "Grands comptes",
    Subject.CAMPAIGNS: "Campagnes et objectifs",
    Subject.OFFER: "Évolution de l’offre",
    Subject.NEWS: "Actualités, bonnes pratiques et journal",
    Subject.COMPANIES: "Entreprises",
    Subject.FAMILIES: "Familles",
    Subject.ACCESSES: "Comptes et accès",
    Subject.FIGURES: "Chiffres et surveillance",
    Subject.PFMP: "PFMP, suivi et courriels du matin",
}
ABOUT_A_PLACEMENT = frozenset({Template.HOST_AGREED, Template.BUREAU_AGREED})


@dataclass(frozen=True)
class Why:
    """Why a mail is where it is, and what somebody may do about it."""

    sentence: str
    remedy: str = ""


_CORRECT = "Corrigez l’adresse sur la fiche de l’entreprise, puis renvoyez."
_CORRECT_THE_ACCOUNT = "Faites corriger l’adresse du compte, puis renvoyez."
UNKNOWN = "Courriel d’un genre inconnu"
_OF_A_NEWER_VERSION = Why(
    "Une version plus récente de Passerelle l’a demandé\u202f: elle seule l’envoie."
)
_CORRECT_THE_FAMILY = "Corrigez l’adresse sur la fiche de l’élève, puis renvoyez."
_CORRECT_THE_MEMBER = "Corrigez l’adresse sur la page du comité, puis renvoyez."
_CORRECT_THE_PERSON = "Corrigez son adresse sur sa page, depuis l’acteur, puis renvoyez\u202f; ou prévenez la personne autrement."
_BY_ITSELF = "Il repartira de lui-même."
_REASONS: Mapping[str, Why] = {
    reasons.WITHDRAWN: Why("Le lieu d’accueil n’est plus confirmé."),
    reasons.WITHDRAWN_BY_ITS_AUTHOR: Why("Le bureau a annulé ce qu’il écrivait à plusieurs."),
    reasons.OVER: Why("Le lien a déjà servi, ou il n’est plus valable."),
    reasons.SETTLED: Why(
        "Il n’y a plus rien à écrire\u202f: c’est fait, ou ce dont il parle a changé."
    ),
    reasons.NO_MINOR: Why(
        "Aucun mineur du lycée n’a été accueilli dans ce lieu, et aucune place n’y est prévue."
    ),
    reasons.GONE: Why("Ce dont il parle n’existe plus."),
    reasons.NO_ADDRESS: Why(
        "Aucune adresse n’est connue pour ce contact.",
        "Notez une adresse sur la fiche de l’entreprise, puis renvoyez.",
    ),
    reasons.ADDRESS_LOST: Why(
        "Un courriel est revenu de cette adresse\u202f: plus rien n’y part.",
        "Corrigez l’adresse sur la fiche de l’entreprise, ou réessayez-la, puis renvoyez.",
    ),
    reasons.STOPPED: Why(
        "Ce contact ne veut plus de courriels, d’aucun lycée.", "Appelez-le, ou passez le voir."
    ),
    reasons.EARLIER_LEAVING: Why("Un courriel sur le même rendez-vous part avant lui.", _BY_ITSELF),
    reasons.OWN_DOING: Why("Qui l’aurait lu l’a fait soi-même."),
    reasons.NOBODY: Why("Personne n’est responsable du bureau."),
    reasons.LEFT_THE_BUREAU: Why("La personne n’est plus responsable du bureau."),
    reasons.NO_ACCESS: Why("Qui devait le lire n’a plus d’accès au lycée."),
    reasons.NOT_CHOSEN: Why("Personne ne souhaite recevoir cet avis."),
    reasons.GATHERED: Why("Le courriel du matin le dit."),
    reasons.HEADER_REFUSED: Why(
        "Un nom contient un caractère qu’un courriel ne peut pas porter.",
        "Retapez le nom du contact et celui de l’entreprise, puis renvoyez.",
    ),
    reasons.NOT_COMPOSED: Why("Un service de Passerelle ne répond pas.", _BY_ITSELF),
    attempt.PUT_OFF: Why("La messagerie du destinataire demande de patienter.", _BY_ITSELF),
    attempt.CONNECTION_LOST: Why("La liaison avec la messagerie s’est coupée.", _BY_ITSELF),
    attempt.OUTCOME_UNKNOWN: Why(
        "La liaison s’est coupée au dernier moment\u202f: il est peut-être parti.", _BY_ITSELF
    ),
    BY_HAND: Why("Annulé à la main."),
}
_OF_FAMILIES: Mapping[str, Why] = {
    reasons.NO_ADDRESS: Why(
        "La famille n’a plus d’adresse connue.",
        "Notez une adresse sur la fiche de l’élève, puis renvoyez.",
    ),
    reasons.ADDRESS_LOST: Why(
        "Un courriel est revenu de cette adresse\u202f: plus rien n’y part.",
        "Corrigez l’adresse sur la fiche de l’élève, ou réessayez-la, puis renvoyez.",
    ),
    reasons.STOPPED: Why("La famille a arrêté les courriels à cette adresse.", "Appelez-la."),
    reasons.SETTLED: Why(
        "Il n’y a plus rien à écrire\u202f: c’est fait, les dates ont changé, l’élève est devenu majeur, ou le lycée n’écrit plus aux familles."
    ),
}
_CORRECT_THE_NEED = "Appelez l’entreprise\u202f; pour un acteur du réseau, corrigez son adresse dans l’annuaire, puis renvoyez."
_OF_NEEDS: Mapping[str, Why] = {
    reasons.NO_ADDRESS: Why(
        "Aucune adresse n’est connue pour ce besoin, ou pour cet acteur.", _CORRECT_THE_NEED
    ),
    reasons.ADDRESS_LOST: Why(
        "Un courriel sur ce besoin est revenu de cette adresse\u202f: plus rien n’y part.",
        _CORRECT_THE_NEED,
    ),
    reasons.SETTLED: Why(
        "Il n’y a plus rien à écrire\u202f: le besoin a avancé, il est clos, ou il a été repris."
    ),
    reasons.GONE: Why("Le besoin a été effacé, ou le bureau ne l’a plus."),
}
_RETURNED: Mapping[MailReturnReason, tuple[str, str]] = {
    MailReturnReason.UNKNOWN_ADDRESS: (
        "la messagerie du destinataire ne connaît pas cette adresse",
        "",
    ),
    MailReturnReason.MAILBOX_CLOSED: ("la boîte aux lettres du destinataire est fermée", ""),
    MailReturnReason.MAILBOX_FULL: (
        "la boîte aux lettres du destinataire est pleine",
        "Appelez-le, ou renvoyez dans quelques jours.",
    ),
    MailReturnReason.NOT_REACHED: (
        "la messagerie du destinataire n’a pas répondu pendant des jours",
        "Vérifiez l’adresse, ou renvoyez dans quelques jours.",
    ),
    MailReturnReason.REFUSED: (
        "la messagerie du destinataire refuse nos courriels",
        "Appelez-le, et prévenez la personne qui exploite Passerelle.",
    ),
}
"""What the other server meant, and what to do; nothing said: have the address corrected."""


def may_be_restored(mail: Sending) -> bool:
    """Whether somebody cancelled it: what lost its cause stays cancelled."""
    return mail.state is State.CANCELLED and mail.last_reason == BY_HAND


def no_mail_leaves(trouble: MailServerTrouble | None) -> str:
    """What to tell when the mail server turns us away, or when there is none."""
    since = f" depuis le {datetime_fr(trouble.since)}" if trouble else " pour l’instant"
    return (
        f"Aucun courriel ne part{since}\u202f: ils attendent et partiront d’eux-mêmes. "
        "Prévenez la personne qui exploite Passerelle."
    )


def why_none(reason: str, template: Template | None = None) -> Why:
    """Why nothing will be sent."""
    if template and template.to_a_family and reason in _OF_FAMILIES:
        return _OF_FAMILIES[reason]
    if template and template.of_a_need and reason in _OF_NEEDS:
        return _OF_NEEDS[reason]
    return _REASONS.get(reason) or Why(f"Motif technique\u202f: {reason}.")


def why(mail: Sending) -> Why | None:
    """Why it has not left; None when there is nothing to explain."""
    if mail.template is None:
        return _OF_A_NEWER_VERSION
    if mail.state is State.SENT or mail.last_reason is None:
        return None
    correct = _CORRECT if mail.template.to_a_contact else _CORRECT_THE_ACCOUNT
    if mail.template.to_a_family:
        correct = _CORRECT_THE_FAMILY
    if mail.template.to_a_member:
        correct = _CORRECT_THE_MEMBER
    if mail.template.to_a_person:
        correct = _CORRECT_THE_PERSON
    if mail.template.of_a_need:
        correct = _CORRECT_THE_NEED
    if mail.last_reason in (attempt.REFUSED, reasons.RETURNED):
        return _refused(mail, correct)
    if mail.last_reason == attempt.GAVE_UP:
        return Why("Il n’a pas pu partir en cinq jours d’essais.", f"Vérifiez l’adresse. {correct}")
    if mail.last_reason == reasons.ADDRESS_REFUSED:
        return Why("L’adresse notée n’est pas celle d’une boîte aux lettres.", correct)
    return why_none(mail.last_reason, mail.template)


def _refused(mail: Sending, correct: str) -> Why:
    """What the other server meant, by its code and, when it gave one, its enhanced status."""
    code = mail.last_code or mail.last_status
    said = f" (réponse {code})" if code else ""
    back = "Il est parti, puis revenu\u202f: " if mail.last_reason == reasons.RETURNED else ""
    sentence, remedy = _RETURNED[reason_of(mail.last_status, mail.last_code)]
    told = f"{back}{sentence}{said}."
    return Why(told[0].upper() + told[1:], remedy or correct)
