"""What each column of hand-over dossiers is for."""

from services.chassis.privacy.processing_register import Processing, Register, personal, told

DOSSIERS = Processing(
    title="Dossiers de passation",
    purpose="Que la mémoire d’un bureau reste quand la personne qui le tient s’en va",
    persons="Personnes citées dans un texte, et qui l’a écrit",
    recipients="Le bureau du lycée et sa direction",
    retention="Jusqu’à la correction suivante",
    enforced="Le bureau, depuis le dossier",
)

REGISTER: Register = {
    "handover_words": told(
        DOSSIERS,
        uai="Lycée",
        subject="Sujet",
        text=personal("Ce que le bureau laisse, en texte libre"),
        written_at="Quand c’est écrit",
        written_by=personal("Compte qui l’a écrit"),
        version="Empêcher deux corrections de s’écraser",
    ),
}
