"""What each column of good practices is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

PRACTICES = Processing(
    title="Bonnes pratiques",
    purpose="Que ce qui marche dans un bureau serve aux autres",
    persons="Personnes citées dans un texte",
    recipients="Bureaux et directions des lycées, supervision départementale",
    retention="Jusqu’au retrait, puis 30 jours",
    enforced=f"{DAILY}, et le bureau ou la supervision quand ils retirent un texte",
    rules=("good_practices", "practice_comments"),
)

REGISTER: Register = {
    "good_practices": told(
        PRACTICES,
        practice_id="Identifiant",
        uai="Lycée qui partage, ou DSDEN",
        theme="Thème",
        title=personal("Titre, en texte libre"),
        text=personal("Texte libre"),
        link="Adresse à lire",
        words="Retrouver en tapant un mot",
        shared_at="Instant du partage",
        changed_at="Instant du dernier changement",
        pinned_at="Depuis quand on la lit d’abord",
        withdrawn_at="Instant du retrait",
        version="Empêcher deux corrections de s’écraser",
    ),
    "practice_comments": told(
        PRACTICES,
        comment_id="Identifiant",
        uai="Lycée qui commente, ou DSDEN",
        practice_id="Bonne pratique",
        text=personal("Texte libre"),
        at="Instant",
        withdrawn_at="Instant du retrait",
        withdrawn_by="Qui l’a retiré, et peut le remettre\u202f: son lycée, ou la DSDEN",
    ),
    "practice_adoptions": told(
        PRACTICES, practice_id="Bonne pratique", uai="Lycée qui fait de même", at="Instant"
    ),
}
