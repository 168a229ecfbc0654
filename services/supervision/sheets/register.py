"""What the columns of sheets are for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, told

VERSION = "Ne pas écraser ce que quelqu’un vient d’écrire"
SHEETS = Processing(
    title="Tableaux demandés à la DSDEN",
    purpose="Répondre aux enquêtes de l’académie",
    persons="Aucune\u202f: des intitulés et des noms d’indicateurs",
    recipients="La supervision départementale",
    retention="Jusqu’à leur suppression\u202f; un tableau supprimé, 30 jours encore, ou tant qu’il en reste un relevé",
    enforced=DAILY,
    rules=("removed_sheets",),
)
REGISTER: Register = {
    "asked_sheets": told(
        SHEETS,
        sheet_id="Identifiant du tableau",
        name="Nom du tableau",
        lines="Indicateur et intitulé de chaque ligne",
        version=VERSION,
        removed_at="Instant de la suppression",
    ),
    "sheet_records": told(
        SHEETS,
        record_id="Identifiant du relevé",
        sheet_id="Tableau",
        name="Nom du tableau",
        school_year="Année scolaire",
        taken_at="Instant du relevé",
        lycees="Lycées",
        lines="Chiffres de chaque ligne",
    ),
}
