"""What each column of declared figures is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, told

DECLARED = Processing(
    title="Chiffres déclarés par des lycées",
    purpose="Rendre compte des lycées qui ne publient pas encore",
    persons="Aucune\u202f: des nombres et des lycées",
    recipients="La supervision départementale, et la direction du lycée",
    retention="10 ans",
    enforced=DAILY,
    rules=("declared_figures", "declared_lycees"),
)
REGISTER: Register = {
    "declared_lycees": told(
        DECLARED,
        lycee_id="Identifiant",
        uai="Lycée",
        name="Nom du lycée",
        added_at="Instant où il a été nommé",
        removed_at="Instant où il a été retiré de la liste",
    ),
    "declared_figures": told(
        DECLARED,
        figure_id="Identifiant du chiffre",
        uai="Lycée",
        indicator="Indicateur",
        month="Mois",
        numerator="Chiffre",
        denominator="Ce dont il est une part",
        told_on="Jour où le lycée l’a dit",
        source="Comment il l’a dit, dans une liste",
        version="Ne pas écraser ce que quelqu’un vient d’écrire",
        declared_at="Instant de la saisie, de la dernière correction ou de la remise",
        withdrawn_at="Instant du retrait",
    ),
}
