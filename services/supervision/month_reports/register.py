"""What the columns of monthly reports are for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, told

VERSION = "Ne pas écraser ce que quelqu’un vient d’écrire"
REPORTS = Processing(
    title="Rapports du département, du mois et de l’année",
    purpose="Rendre compte de l’action des bureaux à l’IA-DASEN",
    persons="Aucune\u202f: des nombres, des lycées, et un texte où nul n’est nommé",
    recipients="La supervision départementale",
    retention="10 ans",
    enforced=DAILY,
    rules=("month_texts", "month_records"),
)
REGISTER: Register = {
    "month_texts": told(
        REPORTS,
        text_id="Identifiant du texte",
        month="Mois, ou année scolaire",
        highlights="Faits marquants",
        concerns="Points d’attention",
        next_steps="Suites à donner",
        version=VERSION,
        written_at="Dernière modification",
    ),
    "month_records": told(
        REPORTS,
        report_id="Identifiant du rapport figé",
        month="Mois",
        taken_at="Instant où il a été figé",
        figures="Chiffres de ce jour",
        text="Texte de ce jour",
    ),
}
