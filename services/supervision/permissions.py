"""Permissions of supervision; the supervisor alone writes: who reads feeds, which figures are asked for, reports.

The supervisor reads all, a head and its bureau their own lycée, whoever plans PFMP the calendar, the
academy totals.
"""

from services.chassis.base.identity import Role
from services.chassis.unit_of_work.permissions import Action, Permissions

SEE_DEPARTMENT = Action("see-department", "consulter le tableau de bord du département")
SEE_TOTALS = Action("see-totals", "consulter les totaux du département")
SEE_LYCEE = Action("see-lycee", "voir ce que le département voit d’un lycée")
SEE_OWN_LYCEES = Action("see-own-lycees", "voir ce que le département voit de votre lycée")
SEE_OWN_FIGURES = Action("see-own-figures", "voir les chiffres de votre lycée")
EXPORT_OWN_REPORT = Action("export-own-report", "emporter le rapport d’activité de votre lycée")
EXPORT_OWN_EVIDENCE = Action("export-own-evidence", "emporter les preuves de votre lycée")
READ_NETWORK_JOURNAL = Action("read-network-journal", "lire le journal du réseau")
SEE_CALENDAR = Action("see-calendar", "voir le calendrier des PFMP du département")
EXPORT_INDICATORS = Action("export-indicators", "exporter les indicateurs du département")
MANAGE_SHEETS = Action("manage-sheets", "régler les tableaux que la DSDEN remplit", "à la DSDEN")
DECLARE_FIGURES = Action("declare-figures", "noter un chiffre qu’un lycée déclare", "à la DSDEN")
WRITE_REPORTS = Action(
    "write-reports", "écrire et figer le rapport mensuel du département", "à la DSDEN"
)
EXPORT_REPORTS = Action("export-reports", "emporter le rapport mensuel du département")
EXPORT_COVERAGE = Action("export-coverage", "exporter la couverture du département")
MANAGE_FEEDS = Action("manage-feeds", "donner un flux du département et le retirer")
SEE_CAMPAIGN_FIGURES = Action("see-campaign-figures", "voir l’avancement d’une campagne")
SEE_ACTOR_FIGURES = Action(
    "see-actor-figures", "voir combien d’échanges le réseau a avec un acteur"
)

_RUN_A_BUREAU = (Role.RBDE, Role.DDFPT, Role.HEAD)
# Whoever sees the PFMP of a lycée, as the internship tracker says.
_OF_A_LYCEE = (Role.RBDE, Role.DDFPT, Role.ATCT, Role.HEAD, Role.SECRETARIAT)

PERMISSIONS = Permissions(
    {
        SEE_DEPARTMENT: {Role.SUPERVISOR},
        # A head sees the rows of its lycée alone: the scope of the transaction says which.
        SEE_LYCEE: {Role.SUPERVISOR, Role.HEAD},
        SEE_OWN_LYCEES: {Role.HEAD},
        SEE_OWN_FIGURES: {*_RUN_A_BUREAU},
        EXPORT_OWN_REPORT: {*_RUN_A_BUREAU},
        EXPORT_OWN_EVIDENCE: {*_RUN_A_BUREAU},
        READ_NETWORK_JOURNAL: {*_RUN_A_BUREAU},
        SEE_CALENDAR: {Role.SUPERVISOR, *_OF_A_LYCEE},
        EXPORT_COVERAGE: {Role.SUPERVISOR, Role.HEAD},
        EXPORT_INDICATORS: {Role.SUPERVISOR},
        MANAGE_SHEETS: {Role.SUPERVISOR},
        DECLARE_FIGURES: {Role.SUPERVISOR},
        WRITE_REPORTS: {Role.SUPERVISOR},
        EXPORT_REPORTS: {Role.SUPERVISOR},
        SEE_TOTALS: {Role.ACADEMY},
        MANAGE_FEEDS: {Role.SUPERVISOR},
        SEE_ACTOR_FIGURES: {Role.SUPERVISOR, *_RUN_A_BUREAU, Role.ATCT},
        SEE_CAMPAIGN_FIGURES: {Role.SUPERVISOR, *_RUN_A_BUREAU, Role.ATCT},
    }
)
