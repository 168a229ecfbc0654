"""What each column of partnerships is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

AGREEMENTS = Processing(
    title="Partenariats avec les entreprises",
    purpose="Suivre les partenariats et renouveler les conventions à temps",
    persons="Signataires des conventions",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Signataires\u202f: 3 ans après la fin du partenariat, ou la durée choisie "
    "par l’installation\u202f; le partenariat, sans limite",
    enforced=f"{DAILY}, et le bureau quand le contact le demande",
    rules=("partnerships",),
)

PARTNERSHIPS_REGISTER: Register = {
    "partnerships": told(
        AGREEMENTS,
        uai="Lycée",
        partnership_id="Identifiant du partenariat",
        company_id="Entreprise",
        stage="Étape",
        stage_on="Depuis quand",
        scopes="Objets, dans une liste",
        agreement="Où en est la convention",
        signed_on="Date de signature",
        until_on="Fin de validité",
        signatory_id=personal("Contact qui a signé pour l’entreprise"),
        signed_for_lycee=personal("Qui a signé pour le lycée"),
        recalled_on="Quand un courriel a rappelé la fin de la convention",
        recalled_in="Identifiant de ce courriel",
        before=personal("État d’avant le dernier changement, pour l’annuler"),
        version="Empêcher deux changements de s’écraser",
    ),
}
