"""What each column of shared plans is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

PLANS = Processing(
    title="Plans partagés des grands comptes",
    purpose="Savoir qui fait quoi avec une entreprise que plusieurs lycées suivent",
    persons="Personnes citées dans un texte",
    recipients="Les bureaux concernés et la supervision départementale",
    retention="3 ans après le dernier changement de la ligne",
    enforced=DAILY,
    rules=("key_account_lines",),
)

REGISTER: Register = {
    "key_account_lines": told(
        PLANS,
        line_id="Identifiant de la ligne",
        uai="Lycée chargé",
        key_account_id="Compte",
        subject="Sujet",
        what=personal("Ce qu’il y a à faire, en texte libre"),
        due_on="D’ici quand",
        state="Où elle en est",
        changed_at="Instant du dernier changement",
        removed_at="Instant où elle est sortie du plan",
        version="Empêcher deux décisions de s’écraser",
    ),
    "key_account_line_moves": told(
        PLANS,
        move_id="Identifiant de l’étape",
        uai="Qui l’a dite",
        key_account_id="Compte",
        line_id="Ligne",
        state_before="Où elle en était",
        state_after="Où elle en est",
        at="Instant",
    ),
}
