"""Kinds of notices: to whom each is told by default, how fast, and in which words.

Words name nobody: they are the subject of a mail, and stand in lists that colleagues see.
"""

from collections.abc import Mapping

from services.chassis.base.identity import Role
from services.notifications.mails.model.mail import Template
from services.notifications.notices.model.kind import Kind, Topic
from services.notifications.notices.model.rhythm import Rhythm

AT_ONCE, MORNING, MONDAY, NOTICE = Rhythm.AT_ONCE, Rhythm.MORNING, Rhythm.MONDAY, Rhythm.NOTICE
RBDE, DDFPT, ATCT, HEAD = Role.RBDE, Role.DDFPT, Role.ATCT, Role.HEAD


_HEAD_DECIDES = "Le chef d’établissement décide, avec le bureau des entreprises."
_BUREAU_DECIDES = "Le bureau des entreprises décide de la suite."

KINDS: Mapping[Template, Kind] = {
    Template.ALERT_URGENT: Kind(
        "Alerte urgente pendant une PFMP",
        "Une situation urgente est signalée pour un élève en entreprise.",
        _HEAD_DECIDES,
        "Voir l’alerte",
        "Un professeur ou le bureau signale une urgence, ou un accident.",
        {RBDE: AT_ONCE, DDFPT: AT_ONCE, HEAD: AT_ONCE},
        Topic.SAFETY,
        duty=True,
    ),
    Template.ALERT_PROBLEM: Kind(
        "Problème signalé pendant une PFMP",
        "Un problème est signalé pour un élève en entreprise.",
        _BUREAU_DECIDES,
        "Voir l’alerte",
        "Un professeur ou le bureau signale un problème.",
        {RBDE: AT_ONCE, DDFPT: MORNING},
        Topic.SAFETY,
    ),
    Template.ALERT_VIGILANCE: Kind(
        "Point de vigilance pendant une PFMP",
        "Un point de vigilance est noté pour un élève en entreprise.",
        _BUREAU_DECIDES,
        "Voir le suivi",
        "Un professeur ou le bureau demande de la vigilance.",
        {RBDE: MORNING},
        Topic.SAFETY,
    ),
    Template.RUPTURE: Kind(
        "PFMP interrompue",
        "Un élève a quitté son lieu d’accueil avant la fin de la période.",
        "Le chef d’établissement met fin à la convention\u202f; le bureau cherche un autre lieu.",
        "Voir le lieu d’accueil",
        "Une PFMP est interrompue avant sa fin.",
        {RBDE: AT_ONCE, DDFPT: AT_ONCE, HEAD: AT_ONCE},
        Topic.SAFETY,
    ),
    Template.NOT_STARTED: Kind(
        "PFMP qui n’a pas commencé",
        "Un élève n’est pas arrivé sur son lieu d’accueil.",
        _BUREAU_DECIDES,
        "Voir le lieu d’accueil",
        "Il est noté qu’un élève n’est pas arrivé en entreprise.",
        {RBDE: AT_ONCE, DDFPT: AT_ONCE, HEAD: MORNING},
        Topic.SAFETY,
    ),
    Template.BUREAU_AGREED: Kind(
        "Lieu d’accueil confirmé",
        "Un lieu d’accueil est confirmé pour un élève.",
        "Le bureau prépare la convention.",
        "Voir le lieu d’accueil",
        "Un collègue confirme un lieu d’accueil.",
        {RBDE: MORNING, DDFPT: NOTICE},
        Topic.PERIODS,
        own_text=True,
    ),
    Template.AGREEMENT_TO_SIGN: Kind(
        "Convention à signer",
        "Une convention attend la signature de la direction.",
        "Le chef d’établissement signe, ou refuse en disant pourquoi.",
        "Voir la convention",
        "Une convention est émise.",
        {HEAD: MORNING},
        Topic.AGREEMENTS,
    ),
    Template.AGREEMENT_REFUSED: Kind(
        "Convention refusée",
        "Un signataire a refusé une convention.",
        _BUREAU_DECIDES,
        "Voir la convention",
        "Un signataire refuse une convention.",
        {RBDE: AT_ONCE, DDFPT: MORNING},
        Topic.AGREEMENTS,
    ),
    Template.AGREEMENT_SIGNED: Kind(
        "Convention signée de tous",
        "Une convention est signée de tous.",
        "Rien n’est à décider\u202f: l’élève peut partir.",
        "Voir la convention",
        "La dernière signature d’une convention est notée.",
        {RBDE: MORNING, Role.SECRETARIAT: NOTICE},
        Topic.AGREEMENTS,
    ),
    Template.AGREEMENT_AMENDED: Kind(
        "Convention remplacée par un avenant",
        "Ce que dit une convention a changé\u202f: un avenant est à signer.",
        "Les signataires de la convention signent l’avenant.",
        "Voir la convention",
        "Un avenant remplace une convention.",
        {RBDE: MORNING, HEAD: NOTICE},
        Topic.AGREEMENTS,
    ),
    Template.AID_MOVED: Kind(
        "Aide à la mobilité",
        "Une demande d’aide à la mobilité a avancé.",
        "La direction accorde l’aide\u202f; le secrétariat la verse.",
        "Voir les aides",
        "Une aide à la mobilité est accordée, versée ou retirée.",
        {RBDE: MORNING, Role.SECRETARIAT: MORNING},
        Topic.AGREEMENTS,
    ),
    Template.PERIOD_OPENS: Kind(
        "Une PFMP commence dans deux mois",
        "Une PFMP commence dans deux mois\u202f: la recherche des lieux d’accueil peut commencer.",
        _BUREAU_DECIDES,
        "Voir la PFMP",
        "Soixante jours avant une PFMP.",
        {RBDE: MORNING, DDFPT: MORNING, Role.FORM_TEACHER: MORNING},
        Topic.PERIODS,
    ),
    Template.WITHOUT_PLACE: Kind(
        "Élèves encore sans lieu d’accueil",
        "Des élèves n’ont pas encore de lieu d’accueil pour une PFMP qui approche.",
        "Le bureau et les professeurs principaux se partagent les recherches.",
        "Voir les élèves sans lieu",
        "30, 15, 7 et 2 jours avant une PFMP, tant qu’il en manque.",
        # Told at six: the mail of the morning says it an hour later.
        {RBDE: MORNING, DDFPT: MORNING, Role.FORM_TEACHER: MORNING, HEAD: NOTICE},
        Topic.PERIODS,
    ),
    Template.DEPARTURE: Kind(
        "Départ en PFMP\u202f: ce qui manque encore",
        "Des élèves ne peuvent pas encore partir en PFMP dans les règles.",
        _HEAD_DECIDES,
        "Voir ce qui manque",
        "7 et 2 jours avant une PFMP, tant qu’il manque quelque chose.",
        {RBDE: AT_ONCE, DDFPT: AT_ONCE, HEAD: AT_ONCE},
        Topic.PERIODS,
        duty=True,
    ),
    Template.AGREEMENTS_LATE: Kind(
        "Conventions qui n’avancent pas",
        "Des conventions n’avancent pas, et la PFMP approche.",
        _BUREAU_DECIDES,
        "Voir les conventions",
        "Chaque lundi des deux semaines avant une PFMP, tant qu’il y en a.",
        {RBDE: MONDAY, DDFPT: MONDAY},
        Topic.AGREEMENTS,
    ),
    Template.VISITS_LATE: Kind(
        "Suivis et visites en retard",
        "Des élèves en entreprise n’ont pas été contactés ou visités à temps.",
        "Le DDFPT voit avec les professeurs référents.",
        "Voir qui est en retard",
        "Chaque lundi pendant une PFMP, tant qu’il y en a.",
        {RBDE: MONDAY, DDFPT: MONDAY},
        Topic.SAFETY,
    ),
    Template.ATTESTATIONS_MISSING: Kind(
        "Attestations de PFMP manquantes",
        "Une PFMP est finie, et des attestations ne sont pas revenues.",
        "Le bureau les demande\u202f; le secrétariat saisit les jours.",
        "Voir les attestations",
        "Cinq jours après une PFMP, puis chaque semaine, quatre fois.",
        {RBDE: MORNING, Role.SECRETARIAT: MORNING},
        Topic.PERIODS,
    ),
    Template.DEROGATION_EXPIRING: Kind(
        "Déclaration de travaux réglementés à renouveler",
        "Une déclaration de travaux réglementés arrive à son terme.",
        "L’entreprise la renouvelle auprès de l’inspection du travail.",
        "Voir l’entreprise",
        "60, 30 et 7 jours avant le terme d’une déclaration.",
        {RBDE: MORNING, DDFPT: MORNING},
        Topic.COMPANIES,
    ),
    Template.DEROGATION_EXPIRED: Kind(
        "Déclaration de travaux réglementés échue",
        "Une déclaration de travaux réglementés n’est plus valable\u202f: aucun mineur n’y est affecté.",
        "Le DDFPT décide des lieux d’accueil\u202f; l’entreprise renouvelle sa déclaration.",
        "Voir l’entreprise",
        "Le terme d’une déclaration est passé.",
        {RBDE: AT_ONCE, DDFPT: AT_ONCE},
        Topic.COMPANIES,
        duty=True,
    ),
    Template.CARD_CHECKED: Kind(
        "Fiche relue par une entreprise",
        "Une entreprise a relu ce que le lycée sait d’elle.",
        _BUREAU_DECIDES,
        "Voir l’entreprise",
        "Une entreprise confirme ou corrige sa fiche.",
        {RBDE: MORNING},
        Topic.COMPANIES,
    ),
    Template.HOST_ACTED: Kind(
        "Une entreprise a fait quelque chose d’elle-même",
        "Une entreprise a changé ce que le lycée sait d’elle, depuis son espace.",
        _BUREAU_DECIDES,
        "Voir l’entreprise",
        "Une entreprise propose des places, demande une pause, corrige ses coordonnées.",
        {RBDE: MORNING},
        Topic.COMPANIES,
    ),
    Template.ACTION_UNREPORTED: Kind(
        "Action dont le résultat n’est pas noté",
        "Le jour d’une action est passé, et son résultat n’est pas noté.",
        "Qui l’a menée note combien d’élèves et d’entreprises étaient là.",
        "Noter le résultat",
        "Trois jours après une action, si rien n’en est noté.",
        {RBDE: MORNING},
        Topic.COMPANIES,
    ),
    Template.MAILING_UNDELIVERED: Kind(
        "Courriel qui n’est pas arrivé",
        "Un courriel à plusieurs entreprises n’a pas pu être remis à toutes.",
        "Le bureau corrige l’adresse sur la fiche, ou appelle.",
        "Voir à qui",
        "La messagerie d’une entreprise refuse un courriel du bureau.",
        {RBDE: MORNING},
        Topic.COMPANIES,
    ),
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
    Template.DEPARTMENT_WEEK: Kind(
        "Le point de la semaine",
        "Voici où en sont les lycées du département en ce début de semaine.",
        "La supervision départementale décide qui appeler en premier.",
        "Voir le département",
        "Chaque lundi à 7 heures.",
        {Role.SUPERVISOR: AT_ONCE},
        Topic.NETWORK,
    ),
}
"""Every kind, under the template its mails are kept by."""


def default_rhythm(kind: Template, roles: frozenset[Role]) -> Rhythm | None:
    """How fast these roles hear of a kind; None: they are not told."""
    told = [rhythm for role, rhythm in KINDS[kind].readers.items() if role in roles]
    return min(told, key=list(Rhythm).index) if told else None
