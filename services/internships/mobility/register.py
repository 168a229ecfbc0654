"""What each column about mobility aids is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

AIDS = Processing(
    title="Aides à la mobilité",
    purpose="Suivre l’aide demandée pour un élève dont le lieu d’accueil est loin",
    persons="Élèves du lycée, sous un identifiant tiré au sort chaque année",
    recipients="Personnes du lycée qui en ont l’accès, et le département par un total",
    retention="Sans limite, sans le nom de l’élève après le 31 octobre qui suit l’année scolaire",
    enforced=DAILY,
    rules=("pupils",),
)

MOBILITY: Register = {
    "mobility_aids": told(
        AIDS,
        uai="Lycée",
        aid_id=personal("Identifiant de l’aide"),
        pupil_year_id=personal("Élève aidé"),
        period_id="Période",
        kind=personal("Nature de l’aide, dans une liste"),
        state=personal("Étape de l’aide"),
        state_on=personal("Jour de cette étape"),
        amount_euros=personal("Montant accordé"),
        moved_by=personal("Ne pas prévenir qui a noté l’étape de son propre geste"),
        version="Empêcher deux corrections de s’écraser",
    ),
    "mobility_aid_steps": told(
        AIDS,
        uai="Lycée",
        aid_id=personal("Aide"),
        position="Ordre des étapes",
        state=personal("Étape"),
        happened_on=personal("Jour de l’étape"),
        amount_euros=personal("Montant accordé"),
        said_as="Fonction de la personne qui l’a notée",
    ),
    "mobility_totals": told(
        AIDS,
        uai="Lycée",
        school_year="Année scolaire",
        totals_id="Identifiant du total",
        told_pupils="Nombre d’élèves du dernier total dit au département",
        version="Ne dire que ce qui a changé",
    ),
}
