"""What the columns of reminders before the end of a campaign are for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, told

REMINDERS = Processing(
    title="Rappels avant la fin d’une campagne",
    purpose="Dire une seule fois à un bureau qu’il est sous son objectif",
    persons="Aucune\u202f: des lycées et des dates",
    recipients="Le bureau du lycée",
    retention="1 an après le rappel",
    enforced=DAILY,
    rules=("campaign_reminders",),
)
REGISTER: Register = {
    "campaign_reminders": told(
        REMINDERS,
        uai="Lycée averti",
        reminder_id="Identifiant du rappel",
        campaign_id="Campagne",
        until_on="Fin pour laquelle il est averti",
        told_at="Instant du rappel",
    ),
}
