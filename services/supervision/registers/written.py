"""What the supervisor writes or gives: sheets that are asked for, reports, and feeds for readers outside."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

VERSION = "Ne pas écraser ce que quelqu’un vient d’écrire"
SHEETS = Processing(
    title="Tableaux demandés à la DSDEN",
    purpose="Répondre aux enquêtes de l’académie",
    persons="Aucune\u202f: des intitulés et des noms d’indicateurs",
    recipients="La supervision départementale",
    retention="Jusqu’à leur suppression\u202f; un tableau supprimé, 30 jours encore, ou tant qu’il en reste un relevé",
    enforced=DAILY,
    rules=("removed_sheets",),
)
REPORTS = Processing(
    title="Rapports mensuels du département",
    purpose="Rendre compte de l’action des bureaux à l’IA-DASEN",
    persons="Aucune\u202f: des nombres, des lycées, et un texte où nul n’est nommé",
    recipients="La supervision départementale",
    retention="10 ans",
    enforced=DAILY,
    rules=("month_texts", "month_records"),
)
FEEDS = Processing(
    title="Lecteurs de flux",
    purpose="Donner à des organisations ce qu’elles peuvent suivre du département, et le retirer",
    persons="Qui a donné le flux",
    recipients="La supervision départementale",
    retention="1 an après la date de fin",
    enforced=DAILY,
    rules=("feed_readers",),
)
EDITIONS = Processing(
    title="Éditions pour les lecteurs hors de la DSDEN",
    purpose="Dire la même chose à chacun pendant une semaine : nul ne suit un élève à force de demander",
    persons="Aucune : des nombres d’au moins cinq élèves, des lycées, et le nom public d’entreprises",
    recipients="L’académie, et les organisations à qui la DSDEN donne un flux",
    retention="Les chiffres, 2 ans ; les lignes d’activité, jusqu’à l’édition suivante",
    enforced=DAILY,
    rules=("editions",),
)
WRITTEN: Register = {
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
    "asked_sheets": told(
        SHEETS,
        sheet_id="Identifiant du tableau",
        name="Nom du tableau",
        lines="Indicateur et intitulé de chaque ligne",
        version=VERSION,
        removed_at="Instant de la suppression",
    ),
    "sheet_records": told(
        SHEETS,
        record_id="Identifiant du relevé",
        sheet_id="Tableau",
        name="Nom du tableau",
        school_year="Année scolaire",
        taken_at="Instant du relevé",
        lycees="Lycées",
        lines="Chiffres de chaque ligne",
    ),
    "month_texts": told(
        REPORTS,
        text_id="Identifiant du texte",
        month="Mois",
        highlights="Faits marquants",
        concerns="Points d’attention",
        next_steps="Suites à donner",
        version=VERSION,
        written_at="Dernière modification",
    ),
    "month_records": told(
        REPORTS,
        report_id="Identifiant du rapport figé",
        month="Mois",
        taken_at="Instant où il a été figé",
        figures="Chiffres de ce jour",
        text="Texte de ce jour",
    ),
    "feed_readers": told(
        FEEDS,
        uai="La DSDEN, qui donne le flux",
        feed_reader_id="Identifiant du lecteur",
        organisation="Nom de l’organisation",
        inside="Si elle est de la DSDEN",
        parts="Ce qu’elle peut lire",
        uais="De quels lycées",
        secret_hash="Reconnaître son secret sans le garder",  # noqa: S106 # what a column is for
        created_at="Quand il a été donné",
        created_by=personal("Compte qui l’a donné"),
        expires_on="Dernier jour",
        revoked_at="Instant du retrait",
        last_read_at="Dernière lecture",
        times_read="Nombre de lectures",
    ),
}
