"""What each column of formations is for."""

from services.chassis.privacy.processing_register import Processing, Register, told

FORMATIONS = Processing(
    title="Formations des lycées",
    purpose="Nommer la formation dont parle un signal, un dossier ou une campagne",
    persons="Aucune",
    recipients="Bureaux et directions des lycées, supervision départementale",
    retention="Sans limite",
)

REGISTER: Register = {
    "formations": told(
        FORMATIONS,
        formation_id="Identifiant de la formation dans le lycée",
        uai="Lycée qui la propose",
        mef="Code de la formation",
        label="Intitulé",
        version="Ne pas revenir en arrière",
    ),
}
