"""What each column of imported lists of people is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

IMPORTS = Processing(
    title="Imports de personnes à joindre",
    purpose="Annuler une liste importée par erreur",
    persons="Personnes à joindre, telles qu’elles étaient notées avant",
    recipients="La supervision départementale",
    retention="30 jours",
    enforced=DAILY,
    rules=("actor_people_imports",),
)

REGISTER: Register = {
    "actor_people_imports": told(
        IMPORTS,
        uai="La DSDEN",
        import_id="Identifiant de l’import",
        imported_at="Instant de l’import",
        added="Personnes ajoutées, par leur identifiant",
        undone_at="Quand il a été annulé",
        staying="Qui reste tel quel une fois l’import annulé, par son identifiant, et pourquoi",
    ),
    "actor_people_corrections": told(
        IMPORTS,
        uai="La DSDEN",
        import_id="Import",
        person_id="Personne corrigée",
        version="Ne pas défaire ce qui a été corrigé depuis",
        before=personal("La personne telle qu’elle était notée avant"),
    ),
}
