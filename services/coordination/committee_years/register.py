"""What each column of the words of a year is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

_YEARS = Processing(
    title="Bilans annuels des comités",
    purpose="Dire ce qu’un comité retient de son année",
    persons="Personnes citées dans un texte",
    recipients="Supervision départementale, et qui reçoit d’elle le bilan",
    retention="5 ans après le dernier changement",
    enforced=DAILY,
    rules=("committee_year_words",),
)
REGISTER: Register = {
    "committee_year_words": told(
        _YEARS,
        year_words_id="Identifiant du texte",
        committee_id="Comité",
        school_year="Année scolaire",
        text=personal("Ce qu’il faut en retenir, en texte libre"),
        changed_at="Instant du dernier changement",
        version="Empêcher deux corrections de s’écraser",
    ),
}
