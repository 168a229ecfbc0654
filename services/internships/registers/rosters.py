"""What each column about the pupils of the classes is for."""

from services.chassis.register import DAILY, Processing, Register, personal, told

PUPILS = Processing(
    title="Élèves",
    purpose="Suivre la recherche d’un lieu d’accueil pour chaque élève",
    persons="Élèves du lycée",
    recipients="Personnes du lycée qui en ont l’accès, personne d’autre",
    retention="Jusqu’au 31 octobre qui suit l’année scolaire, ou au jour choisi par l’installation\u202f; ce qui reste ne nomme personne",
    enforced=f"{DAILY}, et le chef d’établissement quand un élève le demande",
    rules=("pupils",),
)

ROSTERS: Register = {
    "pupils": told(
        PUPILS,
        uai="Lycée de l’élève",
        pupil_year_id=personal("Identifiant tiré au sort pour l’année"),
        school_year="Année scolaire",
        class_id=personal("Classe de l’élève"),
        formation_id=personal("Formation suivie"),
        last_name=personal("Nom de famille, pour reconnaître l’élève"),
        first_name=personal("Prénom, pour reconnaître l’élève"),
        name_key=personal("Retrouver l’élève dans une liste"),
        born_on=personal("Date de naissance, pour les règles qui protègent les mineurs"),
        commune=personal("Commune de résidence, pour chercher un lieu d’accueil près de chez lui"),
        left_on=personal("Ne plus compter un élève parti"),
        erased_at="Instant où le nom a été effacé",
        version="Empêcher deux corrections de s’écraser",
    ),
    "period_formations": told(
        PUPILS,
        uai="Lycée",
        period_id="Période",
        formation_id="Formation concernée",
        settled=personal("Élèves comptés dans une PFMP terminée, par leurs identifiants"),
        settled_left=personal("Ceux d’entre eux qui avaient quitté le lycée"),
    ),
}
