"""What each column of decisions is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

_DECISIONS = Processing(
    title="Décisions des comités",
    purpose="Savoir ce qui a été décidé, qui s’en charge et où cela en est",
    persons="Personnes citées dans un texte",
    recipients="Le lycée qui s’en charge, supervision départementale",
    retention="5 ans après qu’elle est faite ou abandonnée",
    enforced=DAILY,
    rules=("decisions",),
)

DECISIONS: Register = {
    "decisions": told(
        _DECISIONS,
        uai="Lycée qui s’en charge, sinon la DSDEN",
        decision_id="Identifiant de la décision",
        committee_id="Comité qui l’a prise",
        meeting_id="Réunion où elle a été prise",
        actor_id="Acteur de l’annuaire qui s’en charge",
        text=personal("Ce qui a été décidé, en texte libre"),
        due_on="Jour pour lequel elle est à faire",
        taken_on="Jour où elle a été prise",
        state="Si elle est à faire, faite ou abandonnée",
        settled_at="Quand elle a été faite ou abandonnée",
        late_told_for="Échéance dont le retard a été dit, pour ne le dire qu’une fois",
        withdrawn_at="Quand elle a été retirée, si elle était notée par erreur",
        version="Empêcher deux corrections de s’écraser",
    ),
}
