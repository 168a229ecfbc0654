"""What each column of yearly objectives is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

OBJECTIVES = Processing(
    title="Objectifs annuels",
    purpose="Fixer avec un bureau, ou pour le département, ce qu’on vise sur un indicateur",
    persons="Personnes citées dans une note",
    recipients="Le bureau et la direction du lycée, et la supervision départementale",
    retention="10 ans après le dernier changement",
    enforced=DAILY,
    rules=("objectives",),
)
REGISTER: Register = {
    "objectives": told(
        OBJECTIVES,
        uai="Lycée, ou la DSDEN pour le département",
        objective_id="Identifiant de l’objectif",
        school_year="Année scolaire",
        indicator="Indicateur",
        target="Ce qui est visé",
        note=personal("Ce qui est convenu, en texte libre"),
        withdrawn_at="Instant du retrait",
        changed_at="Instant du dernier changement",
        version="Empêcher deux décisions de s’écraser",
    ),
}
