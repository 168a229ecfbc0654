"""Kinds of notices about companies’ needs: to the bureaux that have one, and to the supervisor."""

from collections.abc import Mapping

from services.chassis.base.identity import Role
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kind import Kind, Topic
from services.notifications.notice_kinds.model.rhythm import Rhythm

OF_THE_BUREAU = {Role.RBDE: Rhythm.AT_ONCE, Role.ATCT: Rhythm.MORNING, Role.DDFPT: Rhythm.NOTICE}
"""Everybody of a bureau who may act on a need; a stand-in has the role of who is away."""
IN_THE_MORNING = {**OF_THE_BUREAU, Role.RBDE: Rhythm.MORNING}

NEED_KINDS: Mapping[Template, Kind] = {
    Template.NEED_ASSIGNED: Kind(
        "Un besoin d’entreprise vous est transmis",
        "La supervision départementale transmet à votre bureau ce qu’une entreprise demande.",
        "Le bureau le prend en charge et promet une réponse à l’entreprise, ou dit que ce n’est pas pour lui.",
        "Voir le besoin",
        "La supervision transmet un besoin à votre bureau.",
        OF_THE_BUREAU,
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
    Template.NEED_SETTLED: Kind(
        "Un besoin d’entreprise n’attend plus rien de vous",
        "Un autre s’occupe d’un besoin que votre bureau avait, y a répondu, ou l’entreprise n’en a plus besoin.",
        "Rien n’est à décider\u202f: n’appelez plus l’entreprise à ce sujet.",
        "Voir le besoin",
        "Un besoin que le bureau a est retiré par l’entreprise, écarté, pris en charge ou répondu par un autre.",
        IN_THE_MORNING,
        Topic.NETWORK,
    ),
    Template.NEED_AGAIN: Kind(
        "Un besoin d’entreprise attend de nouveau votre bureau",
        "Un besoin que votre bureau avait est rouvert, ou qui s’en occupait y a renoncé.",
        "Le bureau le prend en charge et promet une réponse à l’entreprise, ou dit que ce n’est pas pour lui.",
        "Voir le besoin",
        "La supervision rouvre un besoin que le bureau a, ou qui s’en occupait y renonce.",
        OF_THE_BUREAU,
        Topic.NETWORK,
    ),
    Template.NEED_PRECISED: Kind(
        "Une entreprise précise sa demande",
        "L’entreprise a ajouté quelque chose à sa demande : ce qu’elle écrit se lit sur la page du besoin.",
        "Qui s’occupe du besoin en tient compte ; si personne ne l’a, la supervision départementale le lit.",
        "Lire la précision",
        "L’entreprise ajoute une précision par son lien, une fois par besoin et par jour ouvré au plus.",
        {**OF_THE_BUREAU, Role.SUPERVISOR: Rhythm.AT_ONCE},
        Topic.NETWORK,
    ),
    Template.NEED_PROMISE_PASSED: Kind(
        "Une réponse promise à une entreprise se fait attendre",
        "Le jour promis à une entreprise est passé sans réponse notée, ou un besoin rouvert n’a pas de nouveau jour promis.",
        "Qui a promis répond à l’entreprise, ou lui promet un autre jour.",
        "Voir le besoin",
        "Le matin ouvré qui suit le jour promis, une fois par promesse, ou le délai d’un besoin rouvert sans promesse.",
        {**OF_THE_BUREAU, Role.SUPERVISOR: Rhythm.MORNING},
        Topic.NETWORK,
    ),
}
"""Those of them, as `kinds.py` has the others."""
