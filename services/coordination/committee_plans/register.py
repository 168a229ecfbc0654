"""What each column of frameworks of actions is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

_PLANS = Processing(
    title="Cadres d’actions des comités",
    purpose="Savoir ce qu’un comité prévoit dans l’année, qui s’en charge et ce qui en est fait",
    persons="Personnes citées dans un texte",
    recipients="Bureaux et directions des lycées, supervision départementale",
    retention="5 ans après le dernier changement",
    enforced=DAILY,
    rules=("plan_lines",),
)
REGISTER: Register = {
    "plan_lines": told(
        _PLANS,
        plan_line_id="Identifiant de l’action",
        committee_id="Comité qui la prévoit",
        school_year="Année scolaire",
        axis="Axe du parcours Avenir",
        text=personal("Ce qui est prévu, en texte libre"),
        lycee="Lycée qui s’en charge, ou la DSDEN",
        actor_id="Acteur de l’annuaire qui s’en charge",
        due_on="Jour pour lequel elle est à faire",
        state="Si elle est prévue, en cours, faite ou abandonnée",
        outcome=personal("Ce qui en est fait, en texte libre"),
        changed_at="Instant du dernier changement",
        removed_at="Instant du retrait",
        version="Empêcher deux corrections de s’écraser",
    ),
}
