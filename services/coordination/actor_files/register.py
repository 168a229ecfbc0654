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

MET = Processing(
    title="Acteurs rencontrés par les bureaux",
    purpose="Ne pas retirer de l’annuaire un acteur avec qui un bureau échange",
    persons="Aucune",
    recipients="La supervision départementale",
    retention="Sans limite",
)

REGISTER: Register = {
    "actors_met": told(
        MET,
        uai="Lycée",
        exchange_id="Identifiant de l’échange",
        actor_id="Acteur de l’annuaire",
        version="Garder ce qui a été dit en dernier",
        withdrawn="Si l’échange a été retiré",
    ),
    "actor_imports": told(
        IMPORTS,
        uai="La DSDEN",
        import_id="Identifiant de l’import",
        imported_at="Instant de l’import",
        added="Acteurs ajoutés, par leur identifiant",
        corrected=personal("Acteurs corrigés, tels qu’ils étaient avant"),
        undone_at="Quand il a été annulé",
        staying="Quels acteurs restent tels quels une fois l’import annulé, et pourquoi",
    ),
}
