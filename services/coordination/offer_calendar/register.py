"""What each column of the calendar of bodies is for."""

from services.chassis.privacy.processing_register import Processing, Register, told

_DATES = Processing(
    title="Calendrier des instances",
    purpose="Savoir quand chaque instance voit les dossiers d’évolution de l’offre de formation",
    persons="Aucune",
    recipients="Bureaux et directions des lycées, supervision départementale",
    retention="Sans limite",
)

REGISTER: Register = {
    "offer_dates": told(
        _DATES,
        date_id="Identifiant de la date",
        effect_year="Année d’effet des dossiers qui y passent",
        body="Instance",
        lycee="Lycée, si c’est son conseil d’administration",
        meets_on="Jour de la réunion",
        due_on="Dernier jour pour déposer un dossier",
        removed_at="Instant du retrait",
        changed_at="Depuis quand elle est celle-là",
        before="Ce qu’elle était avant, pour reconnaître une annulation",
        version="Empêcher deux corrections de s’écraser",
    ),
}
