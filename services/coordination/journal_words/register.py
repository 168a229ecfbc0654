"""What each column of words of the DSDEN is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

WORDS = Processing(
    title="Mots de la DSDEN",
    purpose="Dire à un lycée un mot d’une ligne du journal du réseau, et lire sa réponse",
    persons="Personnes citées dans un texte",
    recipients="Le bureau et la direction du lycée, et la supervision départementale",
    retention="2 ans\u202f; 30 jours après le retrait",
    enforced=DAILY,
    rules=("journal_words", "journal_words_withdrawn"),
)

REGISTER: Register = {
    "journal_words": told(
        WORDS,
        uai="Lycée à qui le mot est dit",
        word_id="Identifiant du mot",
        line_id="Ligne du journal, telle qu’elle dure",
        fact_id="Fait du journal par lequel on la retrouve",
        text=personal("Mot de la supervision, en texte libre"),
        as_practice="Si elle propose d’en faire une bonne pratique",
        said_at="Instant du mot",
        changed_at="Instant du dernier changement",
        seen_at="Depuis quand le lycée l’a vu",
        answer=personal("Réponse du lycée, en texte libre"),
        answered_at="Instant de la réponse",
        answer_withdrawn_at="Instant du retrait de la réponse",
        withdrawn_at="Instant du retrait",
        version="Empêcher deux changements de s’écraser",
    )
}
