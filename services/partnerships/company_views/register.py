"""What each column of company views is for."""

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

COMPANY_VIEWS_REGISTER: Register = {
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
}
