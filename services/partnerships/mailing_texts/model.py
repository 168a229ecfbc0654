"""Ready texts a bureau may start a mail to many companies from.

They hold no day: what changes each year stands between braces, and is refused until it is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from contracts.partnerships.companies import InteractionPurpose


class ReadyText(StrEnum):
    """Which text to start from (texte prêt)."""

    TAX_REMINDER = "tax_reminder"
    TAX_THANKS = "tax_thanks"
    PLACES_SOUGHT = "places_sought"
    ACTION_INVITATION = "action_invitation"


@dataclass(frozen=True)
class Ready:
    """One of them: what it is called, what it is about, and what is filled in."""

    title: str
    purpose: InteractionPurpose
    subject: str
    body: str


_END = "Merci de votre réponse, même brève.\n\nLe bureau des entreprises"
READY: Mapping[ReadyText, Ready] = {
    ReadyText.TAX_REMINDER: Ready(
        "Taxe d’apprentissage\u202f: relance",
        InteractionPurpose.TAX,
        "Taxe d’apprentissage\u202f: soutenez le {lycée}",
        "Bonjour {contact},\n\n"
        "La campagne du solde de la taxe d’apprentissage est ouverte sur la plateforme SOLTéA, "
        "jusqu’au {date de clôture}. {entreprise} peut y choisir le {lycée}\u202f: ce que vous nous "
        "affectez équipe nos ateliers et va à la formation de nos élèves.\n\n"
        "Si vous l’avez déjà fait, merci\u202f: dites-le-nous d’un mot, nous le notons. Si vous avez "
        "besoin de notre code UAI ou d’aide sur la plateforme, répondez à ce courriel.\n\n" + _END,
    ),
    ReadyText.TAX_THANKS: Ready(
        "Taxe d’apprentissage\u202f: remerciement",
        InteractionPurpose.TAX,
        "Merci pour votre taxe d’apprentissage",
        "Bonjour {contact},\n\n"
        "{entreprise} a choisi le {lycée} pour le solde de sa taxe d’apprentissage. Au nom des élèves "
        "et de leurs professeurs, merci.\n\n"
        "Grâce à vous, nous avons pu {ce qui a été fait}. Vous êtes les bienvenus au lycée pour le "
        "voir\u202f: répondez à ce courriel, nous trouverons un moment.\n\nLe bureau des entreprises",
    ),
    ReadyText.PLACES_SOUGHT: Ready(
        "Recherche de lieux de PFMP",
        InteractionPurpose.PFMP,
        "Accueillir un élève du {lycée} en entreprise",
        "Bonjour {contact},\n\n"
        "Nos élèves de {formation} partent en période de formation en milieu professionnel du "
        "{premier jour} au {dernier jour}. {entreprise} pourrait-elle en accueillir un, ou "
        "plusieurs\u202f?\n\n"
        "La convention est préparée par le lycée, un professeur suit chaque élève, et cet accueil "
        "ne vous coûte rien. Répondez à ce courriel\u202f: nous vous rappelons.\n\n" + _END,
    ),
    ReadyText.ACTION_INVITATION: Ready(
        "Invitation à une action",
        InteractionPurpose.INTERVENTION,
        "Invitation du {lycée}\u202f: {nom de l’action}",
        "Bonjour {contact},\n\n"
        "Le {lycée} organise {nom de l’action}, le {jour et heure}, à {lieu}. Nous serions heureux "
        "que {entreprise} y soit, pour {ce que l’entreprise y fera}.\n\n"
        "Viendrez-vous\u202f? Répondez à ce courriel\u202f: qui vient, et combien vous serez.\n\n"
        + _END,
    ),
}


def ready_for_period(formation: str | None, first_day: str, last_day: str) -> Ready:
    """The text that looks for places of a period; a formation nobody told stays to be written."""
    known = {
        "{formation}": formation,
        "{premier jour}": first_day,
        "{dernier jour}": last_day,
    }
    one = READY[ReadyText.PLACES_SOUGHT]
    for word, said in known.items():
        one = replace(one, body=one.body.replace(word, said or word))
    return one
