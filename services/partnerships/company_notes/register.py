"""What is kept about a company in a lycée's own words."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

_NOTES = Processing(
    title="Notes sur les entreprises",
    purpose="Se rappeler ce que le bureau avait noté dans ses listes",
    persons="Personnes citées dans une note",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="3 ans",
    enforced=f"{DAILY}, et le bureau depuis la page de l’entreprise",
    rules=("company_notes",),
)

COMPANY_NOTES_REGISTER: Register = {
    "company_notes": told(
        _NOTES,
        uai="Lycée",
        note_id="Identifiant de la note",
        company_id="Entreprise",
        note=personal("Ce que le lycée en retient, en texte libre"),
        noted_at="Depuis quand elle est gardée, ou corrigée",
        version="Ne pas écraser la correction d’un autre",
    ),
}
