"""Kinds of notices about campaigns of the network."""

from collections.abc import Mapping

from services.chassis.base.identity import Role
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kind import Kind, Topic
from services.notifications.notice_kinds.model.rhythm import Rhythm

CAMPAIGN_KINDS: Mapping[Template, Kind] = {
    Template.CAMPAIGN_OPENED: Kind(
        "Une campagne du réseau sollicite votre lycée",
        "La supervision départementale lance une campagne, ou change ce qu’elle demande à votre lycée.",
        "Le bureau voit ce qui est demandé et d’ici quand, et dit ce qu’il rencontre.",
        "Voir la campagne",
        "Une campagne est lancée, rouverte, ou ne demande plus la même chose au lycée.",
        {Role.RBDE: Rhythm.AT_ONCE, Role.DDFPT: Rhythm.NOTICE},
        Topic.NETWORK,
    ),
    Template.CAMPAIGN_CLOSED: Kind(
        "Une campagne du réseau est close",
        "La supervision départementale a clos une campagne qui sollicitait votre lycée.",
        "Rien n’est à décider.",
        "Voir ce qui a été trouvé",
        "Une campagne qui sollicite le lycée est close.",
        {Role.RBDE: Rhythm.MORNING, Role.DDFPT: Rhythm.NOTICE},
        Topic.NETWORK,
    ),
    Template.CAMPAIGN_COMMENTED: Kind(
        "Un bureau commente une campagne",
        "Un bureau dit ce qu’il rencontre dans une campagne du réseau.",
        "La supervision départementale le lit, et change ce qu’elle demande s’il le faut.",
        "Lire le commentaire",
        "Un bureau commente une campagne.",
        {Role.SUPERVISOR: Rhythm.NOTICE},
        Topic.NETWORK,
    ),
    Template.CAMPAIGN_REACHED: Kind(
        "Un lycée atteint son objectif",
        "Un lycée a trouvé tout ce qu’une campagne lui demandait.",
        "Rien n’est à décider.",
        "Voir la campagne",
        "Un lycée atteint son objectif dans une campagne.",
        {Role.SUPERVISOR: Rhythm.NOTICE},
        Topic.NETWORK,
    ),
    Template.OBJECTIVE_SET: Kind(
        "Un objectif de l’année est fixé avec votre lycée",
        "La supervision départementale fixe un objectif de l’année de votre lycée, ou le change.",
        "Le bureau le lit, à côté de ses chiffres.",
        "Voir les objectifs",
        "Un objectif de l’année du lycée est fixé ou changé.",
        {Role.RBDE: Rhythm.NOTICE, Role.HEAD: Rhythm.NOTICE, Role.DDFPT: Rhythm.NOTICE},
        Topic.NETWORK,
    ),
    Template.CAMPAIGN_BEHIND: Kind(
        "Une campagne du réseau finit dans une semaine",
        "Une campagne finit bientôt, et votre lycée est encore sous son objectif.",
        "Le bureau voit ce qui manque, et dit ce qu’il rencontre.",
        "Voir la campagne",
        "Une semaine avant la fin, si le lycée est sous son objectif.",
        {Role.RBDE: Rhythm.AT_ONCE, Role.DDFPT: Rhythm.NOTICE},
        Topic.NETWORK,
    ),
}
"""Those of them, as `kinds.py` has the others."""
