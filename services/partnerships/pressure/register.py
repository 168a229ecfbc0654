"""What each column of pressure is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, told

SOLICITED = Processing(
    title="Sollicitation des lieux d’accueil",
    purpose="Ne pas solliciter à plusieurs lycées la même entreprise le même mois",
    persons="Aucune",
    recipients="Bureaux et directions des lycées du département",
    retention="1 an",
    enforced=DAILY,
    rules=("solicitations",),
)
LIMITS = Processing(
    title="Effectif des lieux d’accueil",
    purpose="Ne pas dépasser le nombre d’élèves qu’un lieu peut accueillir",
    persons="Aucune",
    recipients="Bureaux et directions des lycées du département",
    retention="Tant que le lieu est au registre",
)
RULES = Processing(
    title="Règles du réseau",
    purpose="Dire à tous les bureaux ce que le département a décidé, depuis quand",
    persons="Aucune",
    recipients="Bureaux et directions des lycées du département",
    retention="Sans limite",
)

PRESSURE_REGISTER: Register = {
    "solicitations": told(
        SOLICITED,
        uai="Lycée qui a sollicité",
        source_id="Échange ou place proposée",
        site_id="Lieu sollicité",
        by_place="Si une place y a été proposée",
        solicited_on="Date",
        told_as="Sous quel identifiant le département en a été informé",
    ),
    "site_staff": told(
        LIMITS,
        site_id="Lieu",
        staff="Nombre de personnes, dont dépend le plafond d’accueil",
        stated_on="Date",
        version="Ne pas revenir en arrière",
    ),
    "hosting_limits": told(
        RULES,
        from_on="À partir de quand",
        rule_id="Identifiant de la décision",
        percent="Part de l’effectif",
        small="Élèves dans un petit lieu",
        small_under="Ce qu’est un petit lieu",
        version="Ne pas revenir en arrière",
    ),
    "network_rules": told(
        RULES,
        rule="Règle",
        from_on="À partir de quand",
        rule_id="Identifiant de la décision",
        value="Valeur décidée",
        version="Ne pas revenir en arrière",
        decided_at="Instant de la décision",
    ),
}
