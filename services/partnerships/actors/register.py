"""What is kept about exchanges with actors of the network."""

from services.chassis.privacy.processing_register import (
    DAILY,
    Processing,
    Register,
    Use,
    personal,
    told,
)

_EXCHANGES = Processing(
    title="Échanges avec les acteurs du réseau",
    purpose="Garder la mémoire de ce qui se dit avec le CLEE, les chambres, France Travail…",
    persons="Personnes citées dans une note",
    recipients="Personnes du lycée qui consultent les entreprises",
    retention="3 ans",
    enforced=DAILY,
    rules=("actor_exchanges",),
)

_WITHDRAWN = Processing(
    title="Échanges retirés avec les acteurs du réseau",
    purpose="Rétablir un échange retiré par erreur",
    persons="Personnes citées dans une note",
    recipients="Personnes du lycée qui consultent les entreprises",
    retention="30 jours",
    enforced=DAILY,
    rules=("withdrawn_actor_exchanges",),
)
_OF_ONE: dict[str, str | Use] = {
    "uai": "Lycée",
    "exchange_id": "Identifiant de l’échange",
    "actor_id": "Acteur, dans l’annuaire du réseau",
    "kind": "Visite, appel, courriel",
    "purpose": "But de l’échange",
    "outcome": "Issue",
    "occurred_on": "Date",
    "next_step_on": "Date de la suite",
    "note": personal("Ce qui s’est dit, en texte libre"),
    "told_version": "Ce que le département en connaît\u202f: qu’il a eu lieu, rien de plus",
    "version": "Empêcher deux corrections de s’écraser",
}

ACTORS_REGISTER: Register = {
    "actor_exchanges": told(_EXCHANGES, **_OF_ONE),
    "withdrawn_actor_exchanges": told(_WITHDRAWN, **_OF_ONE, withdrawn_at="Depuis quand"),
}
