"""What each column of exports is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, told

_EXPORTS = Processing(
    title="Modèles d’export de la liste des entreprises",
    purpose="Emporter la liste vers un autre logiciel, sous les titres qu’il connaît",
    persons="Aucune",
    recipients="Personnes du bureau",
    retention="Jusqu’à la suppression par le bureau, puis 30 jours",
    enforced=DAILY,
    rules=("removed_mappings",),
)

EXPORTS_REGISTER: Register = {
    "export_mappings": told(
        _EXPORTS,
        uai="Lycée",
        mapping_id="Identifiant du modèle",
        name="Nom donné au modèle",
        columns="Colonnes choisies, et leurs titres",
        kind="Classeur ou texte",
        separator="Séparateur du texte",
        encoding="Encodage du texte",
        version="Empêcher deux corrections de s’écraser",
        removed_at="Quand il a été supprimé, pour le remettre au besoin",
    ),
}
