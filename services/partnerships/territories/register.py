"""What each column of territories is for."""

from services.chassis.privacy.processing_register import Processing, Register, told

TERRITORIES = Processing(
    title="Territoires et chefs de file",
    purpose="Savoir quel bureau suit quelle commune, et parle pour tous à une grande entreprise",
    persons="Aucune",
    recipients="Bureaux et directions des lycées du département",
    retention="Jusqu’à ce que le bureau en décide autrement",
)

TERRITORIES_REGISTER: Register = {
    "territories": told(TERRITORIES, uai="Lycée", commune="Commune que son bureau suit d’abord"),
    "company_leads": told(
        TERRITORIES,
        company_id="Entreprise",
        uai="Lycée chef de file",
        taken_on="Depuis quand",
    ),
    "arbitrated_leads": told(
        TERRITORIES,
        key_account_id="Grand compte",
        uai="Lycée concerné",
        company_id="Entreprise",
        holds="Si un arbitrage tient",
        leads="Si ce lycée est désigné",
        decided_on="Jour de l’arbitrage",
        version="Ne pas revenir en arrière",
    ),
}
