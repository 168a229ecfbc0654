"""Kinds of notices about companies: what runs out, what they did, what waits for the bureau."""

from collections.abc import Mapping

from services.chassis.base.identity import Role
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kind import BUREAU_DECIDES, Kind, Topic
from services.notifications.notice_kinds.model.rhythm import Rhythm

AT_ONCE, MORNING, NOTICE = Rhythm.AT_ONCE, Rhythm.MORNING, Rhythm.NOTICE
RBDE, DDFPT = Role.RBDE, Role.DDFPT

COMPANY_KINDS: Mapping[Template, Kind] = {
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
        BUREAU_DECIDES,
        "Voir l’entreprise",
        "Une entreprise confirme ou corrige sa fiche.",
        {RBDE: MORNING},
        Topic.COMPANIES,
    ),
    Template.HOST_ACTED: Kind(
        "Une entreprise a fait quelque chose d’elle-même",
        "Une entreprise a changé ce que le lycée sait d’elle, depuis son espace.",
        BUREAU_DECIDES,
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
    Template.MAIL_RETURNED: Kind(
        "Adresse en échec",
        "Un courriel à un contact d’entreprise n’est pas arrivé.",
        "Le bureau corrige l’adresse sur la fiche, ou appelle.",
        "Voir le contact",
        "La messagerie d’un contact refuse ou renvoie un courriel.",
        {RBDE: MORNING},
        Topic.COMPANIES,
    ),
    Template.COMPANIES_DORMANT: Kind(
        "Entreprises sans échange depuis un an",
        "Le lycée n’a eu aucun échange depuis plus d’un an avec des entreprises qu’il connaît.",
        "Le bureau choisit qui rappeler.",
        "Voir ces entreprises",
        "Le premier jour de travail du mois, s’il y en a.",
        {RBDE: MORNING},
        Topic.COMPANIES,
    ),
    Template.IMPORT_HALTED: Kind(
        "Import d’une liste arrêté par une panne",
        "Un import de liste que vous, ou un collègue, avez lancé ne va pas plus loin.",
        "Rien n’est perdu\u202f: ce qui est repris l’est, et le reste est essayé de nouveau. Si cela "
        "dure, l’exploitation cherche pourquoi.",
        "Voir l’import",
        "Un import qui continue seul échoue depuis une heure.",
        {RBDE: NOTICE},
        Topic.COMPANIES,
    ),
    Template.IMPORT_DONE: Kind(
        "Import d’une liste terminé",
        "Un import de liste que vous, ou un collègue, avez lancé est terminé.",
        "Qui l’a lancé regarde les lignes rejetées, et peut tout annuler.",
        "Voir l’import",
        "Un import qui a pris plus d’une minute est terminé.",
        {RBDE: NOTICE},
        Topic.COMPANIES,
    ),
}
"""Those of them, as `kinds.py` has the others."""
