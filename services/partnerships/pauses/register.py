"""What each column of pauses is for."""

from services.chassis.privacy.processing_register import Processing, Register, personal, told

PAUSES = Processing(
    title="Pauses de lieux d’accueil",
    purpose="Être contacté avant qu’un élève soit placé à un endroit",
    persons="Personnes citées dans les précisions d’une pause",
    recipients="Le motif\u202f: personnes du lycée qui en ont l’accès, chef et responsable de bureau pour la sécurité\u202f; qu’il y a une pause\u202f: bureaux du département",
    retention="Jusqu’à la fin de la pause, six mois au plus",
    enforced="Une tâche programmée à chaque pause, et le lycée quand une personne citée est effacée",
)

PAUSES_REGISTER: Register = {
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
}
