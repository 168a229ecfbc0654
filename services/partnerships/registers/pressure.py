"""The part of the register about how often hosts are asked, pauses and rules of the network."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

SOLICITED = Processing(
    title="Sollicitation des lieux d’accueil",
    purpose="Ne pas solliciter à plusieurs lycées la même entreprise le même mois",
    persons="Aucune",
    recipients="Bureaux et directions des lycées du département",
    retention="1 an",
    enforced=DAILY,
    rules=("solicitations",),
)
PAUSES = Processing(
    title="Pauses de lieux d’accueil",
    purpose="Être contacté avant qu’un élève soit placé à un endroit",
    persons="Personnes citées dans les précisions d’une pause",
    recipients="Le motif\u202f: personnes du lycée qui en ont l’accès, chef et responsable de bureau pour la sécurité\u202f; qu’il y a une pause\u202f: bureaux du département",
    retention="Jusqu’à la fin de la pause, six mois au plus",
    enforced="Une tâche programmée à chaque pause, et le lycée quand une personne citée est effacée",
)
LIMITS = Processing(
    title="Effectif des lieux d’accueil",
    purpose="Ne pas dépasser le nombre d’élèves qu’un lieu peut accueillir",
    persons="Aucune",
    recipients="Bureaux et directions des lycées du département",
    retention="Tant que le lieu est au registre",
)
TERRITORIES = Processing(
    title="Territoires et chefs de file",
    purpose="Savoir quel bureau suit quelle commune, et parle pour tous à une grande entreprise",
    persons="Aucune",
    recipients="Bureaux et directions des lycées du département",
    retention="Jusqu’à ce que le bureau en décide autrement",
)
RULES = Processing(
    title="Règles du réseau",
    purpose="Dire à tous les bureaux ce que le département a décidé, depuis quand",
    persons="Aucune",
    recipients="Bureaux et directions des lycées du département",
    retention="Sans limite",
)

PRESSURE: Register = {
    "solicitations": told(
        SOLICITED,
        uai="Lycée qui a sollicité",
        source_id="Échange ou place proposée",
        site_id="Lieu sollicité",
        by_place="Si une place y a été proposée",
        solicited_on="Date",
        told_as="Sous quel identifiant le département en a été informé",
    ),
    "site_pauses": told(
        PAUSES,
        uai="Lycée à contacter",
        site_id="Lieu",
        by_company="Si l’entreprise l’a demandée elle-même",
        pause_id="Identifiant de la pause",
        paused_on="Depuis quand",
        until_on="Jour de réexamen",
    ),
    "site_pause_reasons": told(
        PAUSES,
        uai="Lycée",
        pause_id="Pause",
        reason="Motif, dans une liste",
        details=personal("Précisions, en texte libre"),
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
    "territories": told(TERRITORIES, uai="Lycée", commune="Commune que son bureau suit d’abord"),
    "company_leads": told(
        TERRITORIES,
        company_id="Entreprise",
        uai="Lycée chef de file",
        taken_on="Depuis quand",
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
