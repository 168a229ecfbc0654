"""What is kept about saved views."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

_VIEWS = Processing(
    title="Vues enregistrées de la liste des entreprises",
    purpose="Retrouver une liste d’un clic, pour soi ou pour tout le bureau",
    persons="Personnels du lycée",
    recipients="Qui a enregistré la vue, et les personnes du bureau si elle est partagée",
    retention="400 jours après la dernière ouverture\u202f; 30 jours une fois supprimée",
    enforced=f"Qui l’a enregistrée ou le responsable du bureau, puis {DAILY[0].lower()}{DAILY[1:]}",
    rules=("company_views", "removed_views", "default_views"),
)

_EXPORTS = Processing(
    title="Modèles d’export de la liste des entreprises",
    purpose="Emporter la liste vers un autre logiciel, sous les titres qu’il connaît",
    persons="Aucune",
    recipients="Personnes du bureau",
    retention="Jusqu’à la suppression par le bureau, puis 30 jours",
    enforced=DAILY,
    rules=("removed_mappings",),
)

VIEWS: Register = {
    "company_views": told(
        _VIEWS,
        uai="Lycée",
        view_id="Identifiant de la vue",
        owner_id=personal("Compte de qui l’a enregistrée"),
        name="Nom donné à la vue",
        shared="Si le bureau la partage",
        shows="Filtres, colonnes et tri",
        version="Empêcher deux corrections de s’écraser",
        used_on="Dernière ouverture, au mois près\u202f: ce qui ne sert plus s’efface",
        removed_at="Quand elle a été supprimée, pour la remettre au besoin",
    ),
    "default_views": told(
        _VIEWS,
        uai="Lycée",
        account_id=personal("Compte de qui commence par cette vue"),
        view_id="Identifiant de la vue",
        used_on="Dernière ouverture, au mois près\u202f: ce qui ne sert plus s’efface",
    ),
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
