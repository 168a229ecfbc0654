"""What each column about the pupils of the classes is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

PUPILS = Processing(
    title="Élèves",
    purpose="Suivre la recherche d’un lieu d’accueil pour chaque élève",
    persons="Élèves du lycée",
    recipients="Personnes du lycée qui en ont l’accès, personne d’autre",
    retention="Jusqu’au 31 octobre qui suit l’année scolaire, ou au jour choisi par l’installation\u202f; ce qui reste ne nomme personne",
    enforced=f"{DAILY}, et le chef d’établissement quand un élève le demande",
    rules=("pupils",),
)

LISTS = Processing(
    title="Listes d’élèves importées",
    purpose="Annuler l’import d’une liste de classes",
    persons="Élèves du lycée, par leurs identifiants de l’année",
    recipients="Personnes du lycée qui en ont l’accès, personne d’autre",
    retention="31\u00a0jours après l’import",
    enforced=DAILY,
    rules=("roster_imports",),
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
        settled_aside=personal("Les mêmes, quand ses dates disent depuis qu’elle continue"),
        settled_left_aside=personal("Ceux d’entre eux qui avaient quitté le lycée"),
    ),
    "roster_imports": told(
        LISTS,
        uai="Lycée",
        import_id="Identifiant de l’import",
        school_year="Année scolaire",
        counts_from="Jour à partir duquel l’import compte",
        recorded_at="Instant de l’import",
        undone_at="Instant de son annulation",
    ),
    "roster_import_pupils": told(
        LISTS,
        uai="Lycée",
        import_id="Import",
        pupil_year_id=personal("Élève, par son identifiant de l’année"),
        was_class_id=personal("Classe d’avant, pour annuler l’import"),
        now_class_id=personal("Classe donnée par la liste"),
        was_left_on=personal("Sortie d’avant, pour annuler l’import"),
        now_left_on=personal("Sortie confirmée à l’import"),
    ),
    "roster_import_classes": told(
        LISTS,
        uai="Lycée",
        import_id="Import",
        class_id="Classe ouverte, renommée ou rattachée",
        was_label="Nom d’avant, pour annuler l’import",
        was_formation_id="Formation d’avant, pour annuler l’import",
        now_label="Nom donné par la liste",
        now_formation_id="Formation choisie à l’import",
    ),
    "roster_import_formations": told(
        LISTS,
        uai="Lycée",
        import_id="Import",
        formation_id="Formation ouverte par la liste, pour la retirer avec elle",
    ),
    "counted_changes": told(
        PUPILS,
        uai="Lycée",
        change_id="Identifiant de la correction",
        formation_id="Formation",
        period_id="PFMP terminée",
        added=personal("Élèves comptés depuis, par leurs identifiants"),
        removed=personal("Élèves qui ne sont plus comptés, par leurs identifiants"),
    ),
}
