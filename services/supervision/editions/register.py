"""What the columns of editions are for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, told

EDITIONS = Processing(
    title="Éditions pour les lecteurs hors de la DSDEN",
    purpose="Dire la même chose à chacun pendant une semaine : nul ne suit un élève à force de demander",
    persons="Aucune : des nombres d’au moins cinq élèves, des lycées, et le nom public d’entreprises",
    recipients="L’académie, et les organisations à qui la DSDEN donne un flux",
    retention="Les chiffres, 2 ans ; les lignes d’activité, jusqu’à l’édition suivante",
    enforced=DAILY,
    rules=("editions",),
)
REGISTER: Register = {
    "editions": told(
        EDITIONS,
        edition_id="Identifiant de l’édition",
        made_at="Quand elle a été faite",
        content="Chiffres par formation, indicateurs, et lycées dont on est sans nouvelles",
    ),
    "edition_lines": told(
        EDITIONS,
        edition_id="Édition",
        position="Ordre des lignes",
        line_id="Identifiant de la ligne, le même d’une édition à l’autre",
        of_uai="Lycée",
        lycee="Nom du lycée",
        sentence="Ce qui s’est passé, sans le nom d’une personne",
        told_on="Jour",
        first_on="Premier jour d’une ligne qui réunit plusieurs faits",
    ),
}
