"""Kinds of notices about companies’ needs: to the bureau that is given one, and to the supervisor."""

from collections.abc import Mapping

from services.chassis.base.identity import Role
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kind import Kind, Topic
from services.notifications.notice_kinds.model.rhythm import Rhythm

NEED_KINDS: Mapping[Template, Kind] = {
    Template.NEED_ASSIGNED: Kind(
        "Un besoin d’entreprise vous est transmis",
        "La supervision départementale transmet à votre bureau ce qu’une entreprise demande.",
        "Le bureau le prend en charge et promet une réponse à l’entreprise, ou dit que ce n’est pas pour lui.",
        "Voir le besoin",
        "La supervision transmet un besoin à votre bureau.",
        {Role.RBDE: Rhythm.AT_ONCE},
        Topic.NETWORK,
    ),
    Template.NEED_RECEIVED: Kind(
        "Besoin d’entreprise à qualifier",
        "Une entreprise demande quelque chose au réseau.",
        "La supervision départementale qualifie ce besoin et le transmet à qui peut y répondre.",
        "Voir le besoin",
        "Une entreprise a confirmé son besoin, ou un bureau en a noté un.",
        {Role.SUPERVISOR: Rhythm.AT_ONCE},
        Topic.NETWORK,
    ),
    Template.NEED_LATE: Kind(
        "Besoin d’entreprise que personne n’a pris à temps",
        "Personne n’a pris en charge un besoin d’entreprise dans les cinq jours ouvrés.",
        "La supervision départementale le transmet à quelqu’un d’autre, ou répond elle-même.",
        "Voir le besoin",
        "Cinq jours ouvrés sont passés sans que personne le prenne en charge, une fois par besoin.",
        {Role.SUPERVISOR: Rhythm.AT_ONCE},
        Topic.NETWORK,
    ),
    Template.NEED_ANSWERED: Kind(
        "Besoin d’entreprise répondu",
        "Un bureau ou un acteur du réseau a répondu à une entreprise.",
        "La supervision départementale clôt ce besoin, ou le rouvre.",
        "Voir la réponse",
        "Un bureau ou un acteur répond à un besoin.",
        {Role.SUPERVISOR: Rhythm.MORNING},
        Topic.NETWORK,
    ),
}
"""Those of them, as `kinds.py` has the others."""
