"""What each column of imported lists of actors is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

IMPORTS = Processing(
    title="Imports de l’annuaire du réseau",
    purpose="Annuler une liste importée par erreur",
    persons="Personnes d’un service à joindre, si la fiche d’avant en nommait une",
    recipients="La supervision départementale",
    retention="30 jours",
    enforced=DAILY,
    rules=("actor_imports",),
)

REGISTER: Register = {
    "actor_imports": told(
        IMPORTS,
        uai="La DSDEN",
        import_id="Identifiant de l’import",
        imported_at="Instant de l’import",
        added="Acteurs ajoutés, par leur identifiant",
        corrected=personal("Acteurs corrigés, tels qu’ils étaient avant"),
        undone_at="Quand il a été annulé",
    ),
}
