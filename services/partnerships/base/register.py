"""What columns of several features are for."""

from services.chassis.privacy.processing_register import Processing

NETWORK = Processing(
    title="Liens entre lycées et entreprises",
    purpose="Savoir quel lycée connaît quelle entreprise",
    persons="Aucune",
    recipients="Bureaux et directions des lycées du département",
    retention="Tant que le lycée suit l’entreprise",
)
