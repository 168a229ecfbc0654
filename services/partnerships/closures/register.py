"""What each column of closures is for."""

from services.chassis.privacy.processing_register import Processing, Register, told

CLOSED = Processing(
    title="Lieux fermés",
    purpose="Ne proposer à personne un lieu qui n’existe plus",
    persons="Aucune",
    recipients="Bureaux et directions des lycées du département",
    retention="Tant que le lieu est au registre",
)

CLOSURES_REGISTER: Register = {
    "site_closures": told(
        CLOSED,
        site_id="Lieu",
        closed_on="Depuis quand, tant qu’il n’est pas rouvert",
        version="Ne pas revenir en arrière",
    ),
}
