"""What each column of requests for support is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

SUPPORT = Processing(
    title="Demandes d’appui",
    purpose="Demander de l’aide à la supervision départementale, et lui répondre d’ici un jour promis",
    persons="Personnes citées dans un texte",
    recipients="Le bureau qui demande, et la supervision départementale",
    retention="2 ans après la réponse ou le retrait",
    enforced=DAILY,
    rules=("support_requests",),
)

REGISTER: Register = {
    "support_requests": told(
        SUPPORT,
        uai="Lycée qui demande",
        support_id="Identifiant de la demande",
        topic="Objet",
        status="Où elle en est",
        promised_on="Jour promis",
        asked_at="Instant de la demande",
        changed_at="Instant du dernier changement",
        answered_at="Instant de la réponse",
        version="Empêcher deux décisions de s’écraser",
    ),
    "support_messages": told(
        SUPPORT,
        uai="Lycée qui demande",
        message_id="Identifiant du message",
        support_id="Demande",
        by_supervisor="De quel côté il est écrit",
        text=personal("Message, en texte libre"),
        at="Instant du message",
    ),
}
