"""What a task is about, as its reader finds it: a word, a page, and what one wants to be reminded of."""

from collections.abc import Mapping

from services.coordination.supervisor_tasks.model import About, AboutKind

ABOUT: Mapping[AboutKind, str] = {
    AboutKind.NEED: "Besoin d’entreprise",
    AboutKind.SUPPORT: "Demande d’appui",
    AboutKind.COMMITTEE: "Comité",
    AboutKind.MEETING: "Réunion",
    AboutKind.DECISION: "Décision",
    AboutKind.ACTOR: "Acteur du réseau",
    AboutKind.COMPANY: "Entreprise",
    AboutKind.OFFER_FILE: "Dossier d’évolution",
    AboutKind.CAMPAIGN: "Campagne",
}
_PAGES: Mapping[AboutKind, str] = {
    AboutKind.NEED: "/besoins/{id}",
    AboutKind.SUPPORT: "/appuis/{id}",
    AboutKind.COMMITTEE: "/comites/{id}",
    AboutKind.MEETING: "/comites/reunions/{id}",
    AboutKind.DECISION: "/comites/decisions#decision-{id}",
    AboutKind.ACTOR: "/annuaire/{id}",
    AboutKind.COMPANY: "/departement/entreprises/{id}",
    AboutKind.OFFER_FILE: "/offre/{id}",
    AboutKind.CAMPAIGN: "/campagnes/{id}",
}
REMINDERS: Mapping[AboutKind, str] = {
    AboutKind.NEED: "Revoir ce besoin d’entreprise",
    AboutKind.SUPPORT: "Revenir sur cette demande d’appui",
    AboutKind.COMMITTEE: "Revenir sur ce comité",
    AboutKind.MEETING: "Préparer cette réunion",
    AboutKind.DECISION: "Suivre cette décision",
    AboutKind.ACTOR: "Reprendre contact avec cet acteur",
    AboutKind.COMPANY: "Revenir sur cette entreprise",
    AboutKind.OFFER_FILE: "Revenir sur ce dossier d’évolution",
    AboutKind.CAMPAIGN: "Faire le point sur cette campagne",
}
"""What a task is called before its reader says it better."""


def page_of(about: About) -> str:
    """The page of the thing a task is about."""
    return _PAGES[about.kind].format(id=about.id)
