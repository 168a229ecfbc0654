"""Kinds of notices about the training offer and big accounts."""

from collections.abc import Mapping

from services.chassis.base.identity import Role
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kind import Kind, Topic
from services.notifications.notice_kinds.model.rhythm import Rhythm

AT_ONCE, MORNING, NOTICE = Rhythm.AT_ONCE, Rhythm.MORNING, Rhythm.NOTICE
RBDE, HEAD = Role.RBDE, Role.HEAD

OFFER_AND_ACCOUNT_KINDS: Mapping[Template, Kind] = {
    Template.OFFER_FILE_MOVED: Kind(
        "Un dossier d’évolution de l’offre concerne votre lycée",
        "Un dossier d’évolution de l’offre de formation qui concerne votre lycée a changé d’état.",
        "Rien n’est à décider ici. Un dossier incomplet se complète avec la supervision départementale.",
        "Voir le dossier",
        "La supervision propose un dossier qui concerne le lycée, ou le fait avancer.",
        {RBDE: MORNING, HEAD: MORNING, Role.DDFPT: NOTICE},
        Topic.NETWORK,
    ),
    Template.OFFER_OPINION_GIVEN: Kind(
        "Une instance a donné son avis sur un dossier de votre lycée",
        "Une instance a donné son avis sur un dossier d’évolution qui concerne votre lycée.",
        "Rien n’est à décider ici. Une réserve se lève avec la supervision départementale.",
        "Voir le dossier",
        "La supervision note l’avis d’une instance sur un dossier qui concerne le lycée.",
        {RBDE: MORNING, HEAD: MORNING, Role.DDFPT: NOTICE},
        Topic.NETWORK,
    ),
    Template.OFFER_DATE_ADDED: Kind(
        "Une instance qui verra votre dossier a une date",
        "La date d’une instance qui verra un dossier d’évolution de votre lycée est dans le calendrier.",
        "Rien n’est à décider. Voyez jusqu’à quand les dossiers se déposent.",
        "Voir le calendrier des instances",
        "La supervision ajoute la date d’une instance qui verra un dossier du lycée.",
        {RBDE: MORNING, HEAD: NOTICE, Role.DDFPT: NOTICE},
        Topic.NETWORK,
    ),
    Template.OFFER_DATE_MOVED: Kind(
        "Une instance qui verra votre dossier change de date",
        "La date d’une instance qui verra un dossier d’évolution de votre lycée a changé.",
        "Rien n’est à décider. Voyez jusqu’à quand les dossiers se déposent.",
        "Voir le calendrier des instances",
        "La supervision déplace ou retire la date d’une instance qui verra un dossier du lycée.",
        {RBDE: MORNING, HEAD: NOTICE, Role.DDFPT: NOTICE},
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
    Template.ACCOUNT_REVIEW: Kind(
        "Un arbitrage sur un grand compte va être revu",
        "Le jour est venu où la supervision départementale revoit ce qu’elle a décidé d’une entreprise que votre lycée suit.",
        "Dites ce qui a marché et ce qui serait mieux\u00a0: votre avis est lu avant qu’elle décide.",
        "Lire l’arbitrage",
        "Le jour vient de revoir un arbitrage qui nomme le lycée.",
        {RBDE: MORNING, Role.DDFPT: NOTICE},
        Topic.NETWORK,
    ),
    Template.ACCOUNT_TO_REVIEW: Kind(
        "Un arbitrage est à revoir",
        "Le jour est venu de revoir ce que vous avez décidé d’un grand compte.",
        "Confirmez-le jusqu’à un autre jour, ou décidez autrement.",
        "Revoir l’arbitrage",
        "Le jour vient de revoir un arbitrage.",
        {Role.SUPERVISOR: MORNING},
        Topic.NETWORK,
    ),
}
