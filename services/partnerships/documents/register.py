"""What each column of documents is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

PAPERS = Processing(
    title="Documents joints aux partenariats et aux actions",
    purpose="Retrouver les conventions signées et ce qui a servi à une action",
    persons="Personnes que nomment ces documents",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="3 ans après la fin du partenariat ou après l’action, ou la durée choisie par "
    "l’installation",
    enforced=f"{DAILY}, et le bureau depuis la page du partenariat ou de l’action",
    rules=("partnerships", "action_documents"),
)

DOCUMENTS_REGISTER: Register = {
    "documents": told(
        PAPERS,
        uai="Lycée",
        document_id="Identifiant du document",
        owner_id="Ce à quoi il est joint",
        name=personal("Nom du fichier"),
        kind="Sorte de fichier",
        size="Taille",
        content=personal("Convention signée et pièces jointes"),
        added_at="Instant de l’ajout",
    ),
}
