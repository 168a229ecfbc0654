"""What each column of exemptions is for: part of the register of processing."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

_PROCESSING = Processing(
    title="Dispenses de PFMP",
    purpose="Ne pas chercher de lieu d’accueil pour un élève qui n’en a pas besoin",
    persons="Élèves du lycée, sous un identifiant tiré au sort chaque année",
    recipients="Personnes du lycée qui en ont l’accès, personne d’autre",
    retention="Sans limite, sans le nom de l’élève après le 31 octobre qui suit l’année scolaire",
    enforced=DAILY,
    rules=("pupils",),
)

EXEMPTIONS: Register = {
    "exemptions": told(
        _PROCESSING,
        uai="Lycée",
        period_id="Période dont l’élève est dispensé",
        pupil_year_id=personal("Élève dispensé"),
        reason=personal("Motif, dans une liste sans motif de santé"),
    ),
}
