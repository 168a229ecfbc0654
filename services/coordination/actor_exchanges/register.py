"""What each column of the supervisor's exchanges is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

EXCHANGES = Processing(
    title="Échanges de la supervision avec les acteurs du réseau",
    purpose="Garder la mémoire de ce qui se dit avec le CLEE, les chambres, la Région…",
    persons="Personnes rencontrées, ou citées dans une note",
    recipients="La supervision départementale",
    retention="3 ans",
    enforced=DAILY,
    rules=("department_actor_exchanges",),
)

REGISTER: Register = {
    "actor_exchanges": told(
        EXCHANGES,
        uai="La DSDEN",
        exchange_id="Identifiant de l’échange",
        actor_id="Acteur de l’annuaire",
        kind="Visite, appel, courriel",
        purpose="But de l’échange",
        occurred_on="Date",
        person_id=personal("Qui a été rencontré"),
        note=personal("Ce qui s’est dit, en texte libre"),
        next_step=personal("Ce qui reste à faire, en texte libre"),
        next_step_on="Date de la suite",
        withdrawn_at="Quand il a été retiré, s’il était noté par erreur",
        version="Empêcher deux corrections de s’écraser",
    ),
}
