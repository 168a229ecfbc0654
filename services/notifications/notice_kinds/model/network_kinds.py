"""Kinds of notices about the network: its news, what committees decided, its weeks, its months."""

from collections.abc import Mapping

from services.chassis.base.identity import Role
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kind import Kind, Topic
from services.notifications.notice_kinds.model.rhythm import Rhythm

AT_ONCE, MORNING, NOTICE = Rhythm.AT_ONCE, Rhythm.MORNING, Rhythm.NOTICE
RBDE, HEAD = Role.RBDE, Role.HEAD
_EXPLOITATION_FINDS = (
    "L’exploitation cherche quel fait manque\u202f; d’ici là, les chiffres de ce lycée sont à "
    "prendre avec prudence."
)

NETWORK_KINDS: Mapping[Template, Kind] = {
    Template.NEWS_PROPOSED: Kind(
        "Actualité à relire",
        "Un bureau propose une actualité au réseau.",
        "La supervision départementale publie, ou refuse en disant pourquoi.",
        "Lire et décider",
        "Un bureau propose une actualité.",
        {Role.SUPERVISOR: AT_ONCE},
        Topic.NETWORK,
    ),
    Template.NEWS_PUBLISHED: Kind(
        "Votre actualité est publiée",
        "Une actualité de votre bureau est publiée dans le réseau.",
        "Rien n’est à décider.",
        "Voir l’actualité",
        "Une actualité du bureau est publiée.",
        {RBDE: MORNING},
        Topic.NETWORK,
    ),
    Template.NEWS_REFUSED: Kind(
        "Votre actualité n’est pas publiée",
        "La supervision départementale n’a pas publié une actualité de votre bureau.",
        "Le bureau la corrige et la propose encore, ou la retire.",
        "Voir pourquoi",
        "Une actualité du bureau est refusée.",
        {RBDE: AT_ONCE},
        Topic.NETWORK,
    ),
    Template.DECISION_ENTRUSTED: Kind(
        "Une décision d’un comité est confiée à votre lycée",
        "Un comité du réseau a décidé quelque chose dont votre lycée se charge.",
        "Le bureau le fait, et le note quand c’est fait.",
        "Voir les décisions",
        "Un comité confie une décision au lycée.",
        {RBDE: AT_ONCE, Role.DDFPT: NOTICE},
        Topic.NETWORK,
    ),
    Template.DECISION_LATE: Kind(
        "Une décision d’un comité est en retard",
        "Le jour convenu est passé, et ce dont votre lycée s’est chargé n’est pas noté comme fait.",
        "Le bureau note que c’est fait, ou voit avec la supervision départementale.",
        "Voir les décisions",
        "Le lendemain de l’échéance, si la décision n’est pas notée comme faite.",
        {RBDE: AT_ONCE, Role.DDFPT: NOTICE},
        Topic.NETWORK,
    ),
    Template.DECISION_DONE: Kind(
        "Une décision d’un comité est menée",
        "Un lycée note que ce dont il s’était chargé est fait.",
        "Rien n’est à décider.",
        "Voir les décisions",
        "Un lycée note qu’une décision est faite.",
        {Role.SUPERVISOR: MORNING},
        Topic.NETWORK,
    ),
    Template.OFFER_FILE_MOVED: Kind(
        "Un dossier d’évolution de l’offre concerne votre lycée",
        "Un dossier d’évolution de l’offre de formation qui concerne votre lycée a changé d’état.",
        "Rien n’est à décider ici. Un dossier incomplet se complète avec la supervision départementale.",
        "Voir le dossier",
        "La supervision propose un dossier qui concerne le lycée, ou le fait avancer.",
        {RBDE: MORNING, HEAD: MORNING, Role.DDFPT: NOTICE},
        Topic.NETWORK,
    ),
    Template.ACCOUNT_ASKED: Kind(
        "Un bureau demande un arbitrage",
        "Plusieurs lycées suivent la même entreprise, et un bureau demande qui parle pour tous.",
        "La supervision départementale lit l’avis de chacun, et décide.",
        "Lire et décider",
        "Un bureau demande un arbitrage sur un grand compte.",
        {Role.SUPERVISOR: AT_ONCE},
        Topic.NETWORK,
    ),
    Template.ACCOUNT_WORD_ASKED: Kind(
        "Votre avis est attendu sur un grand compte",
        "Un arbitrage est demandé sur une entreprise que votre lycée suit aussi.",
        "Le bureau dit ce qu’il veut et ce qu’il propose ; la supervision départementale décide.",
        "Donner l’avis du bureau",
        "Un arbitrage est demandé sur une entreprise que le lycée suit.",
        {RBDE: AT_ONCE, Role.DDFPT: NOTICE},
        Topic.NETWORK,
    ),
    Template.ACCOUNT_DECIDED: Kind(
        "Un arbitrage est rendu sur un grand compte",
        "La supervision départementale a décidé qui parle pour tous à une entreprise que votre lycée suit.",
        "Le bureau lit ce qui est décidé, et le plan partagé s’il y en a un.",
        "Lire l’arbitrage",
        "La supervision rend un arbitrage qui concerne le lycée, ou le change.",
        {RBDE: AT_ONCE, HEAD: NOTICE, Role.DDFPT: NOTICE},
        Topic.NETWORK,
    ),
    Template.ACTOR_PERSON_OBJECTED: Kind(
        "Une personne s’oppose à être notée",
        "Une personne à joindre chez un acteur du réseau s’est opposée à être notée.",
        "Plus aucun bureau ne la lit. Effacez-la, ou laissez Passerelle le faire dans les 30 jours.",
        "Voir la personne",
        "Une personne notée chez un acteur s’oppose, par le lien du courriel qui l’a prévenue.",
        {Role.SUPERVISOR: MORNING},
        Topic.NETWORK,
    ),
    Template.SUPPORT_REQUESTED: Kind(
        "Un bureau vous demande un appui",
        "Un bureau demande un appui, ou ajoute quelque chose à ce qu’il demandait.",
        "La supervision départementale répond, ou promet une réponse pour un jour.",
        "Lire et répondre",
        "Un bureau demande un appui, ou écrit de nouveau.",
        {Role.SUPERVISOR: AT_ONCE},
        Topic.NETWORK,
    ),
    Template.SUPPORT_REPLIED: Kind(
        "Suite donnée à votre demande d’appui",
        "La supervision départementale a répondu à une demande d’appui de votre bureau, ou promet une réponse.",
        "Rien n’est à décider.",
        "Lire",
        "La supervision répond à une demande d’appui du bureau, ou promet un jour.",
        {RBDE: AT_ONCE, Role.DDFPT: NOTICE, Role.ATCT: NOTICE},
        Topic.NETWORK,
    ),
    Template.DEPARTMENT_WEEK: Kind(
        "Le point de la semaine",
        "Voici où en sont les lycées du département en ce début de semaine.",
        "La supervision départementale décide qui appeler en premier.",
        "Voir le département",
        "Chaque lundi à 7 heures.",
        {Role.SUPERVISOR: AT_ONCE},
        Topic.NETWORK,
    ),
    Template.NETWORK_JOURNAL: Kind(
        "Le journal du réseau de la semaine",
        "Voici ce que les lycées du département ont fait et publié cette semaine.",
        "Rien n’est à décider.",
        "Lire le journal",
        "Le dernier jour de travail de la semaine à 16 heures, s’il s’y est passé quelque chose.",
        {RBDE: NOTICE},
        Topic.NETWORK,
    ),
    Template.DEPARTMENT_JOURNAL: Kind(
        "Le journal du département de la semaine",
        "Voici ce que les lycées du département ont fait cette semaine.",
        "Rien n’est à décider.",
        "Lire le journal",
        "Le dernier jour de travail de la semaine à 16 heures, s’il s’y est passé quelque chose.",
        {Role.SUPERVISOR: AT_ONCE},
        Topic.NETWORK,
    ),
    Template.MONTHLY_FIGURES: Kind(
        "Les chiffres du mois",
        "Voici les chiffres du lycée qui ont le plus bougé en un mois.",
        "Rien n’est à décider.",
        "Voir nos chiffres",
        "Le premier jour de travail du mois à 7 heures, si un chiffre a bougé.",
        {RBDE: AT_ONCE, HEAD: AT_ONCE},
        Topic.NETWORK,
    ),
    Template.DEPARTMENT_FIGURES: Kind(
        "Les chiffres du mois du département",
        "Voici les chiffres du département qui ont le plus bougé d’un mois à l’autre.",
        "La supervision départementale décide de ce qu’elle en dit.",
        "Voir le rapport du mois",
        "Le premier jour de travail du mois à 7 heures, si un chiffre a bougé.",
        {Role.SUPERVISOR: AT_ONCE},
        Topic.NETWORK,
    ),
    Template.LYCEE_SILENT: Kind(
        "Un lycée est silencieux",
        "Rien n’est venu d’un lycée depuis une semaine\u202f: ses chiffres ne sont plus à jour.",
        "La supervision départementale appelle le bureau. S’il travaille avec Passerelle, "
        "l’exploitation cherche où ses faits s’arrêtent.",
        "Voir ce lycée",
        "Rien n’est venu d’un lycée depuis sept jours.",
        {Role.SUPERVISOR: AT_ONCE},
        Topic.NETWORK,
    ),
    Template.REGISTRY_DIFFERS: Kind(
        "Des chiffres ne sont pas ceux du registre d’un lycée",
        "Le registre d’un lycée ne compte pas comme les tableaux du département.",
        _EXPLOITATION_FINDS,
        "Voir ce lycée",
        "Le décompte qu’un lycée fait la nuit ne concorde pas avec ce qui en est connu.",
        {Role.SUPERVISOR: AT_ONCE},
        Topic.NETWORK,
    ),
    Template.COVERAGE_DIFFERS: Kind(
        "Des chiffres ne sont pas ceux du suivi des PFMP d’un lycée",
        "Le suivi des PFMP d’un lycée ne compte pas comme les tableaux du département.",
        _EXPLOITATION_FINDS,
        "Voir ce lycée",
        "Le décompte qu’un lycée fait la nuit ne concorde pas avec ce qui en est connu.",
        {Role.SUPERVISOR: AT_ONCE},
        Topic.NETWORK,
    ),
}
"""Those of them, as `kinds.py` has the others."""
