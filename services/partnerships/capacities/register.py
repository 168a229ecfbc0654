"""What each column of capacities is for."""

from services.chassis.privacy.processing_register import Processing, Register, told

COMMITMENTS = Processing(
    title="Places offertes, dérogations et taxe d’apprentissage",
    purpose="Renouveler à temps les déclarations, solliciter et remercier les entreprises",
    persons="Aucune",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Sans limite",
)

CAPACITIES_REGISTER: Register = {
    "capacities": told(
        COMMITMENTS,
        uai="Lycée",
        capacity_id="Identifiant de l’offre",
        company_id="Entreprise",
        site_id="Lieu",
        mef="Formation",
        from_month="Premier mois",
        to_month="Dernier mois",
        seats="Nombre de places",
        told="Si le département en a été informé",
        by_company="Si l’entreprise les a déclarées elle-même",
    ),
    "taken_seats": told(
        COMMITMENTS,
        uai="Lycée",
        tally_id="Identifiant du compte",
        site_id="Lieu",
        monday="Semaine",
        seats="Nombre de places prises",
        version="Ne pas revenir en arrière",
    ),
}
