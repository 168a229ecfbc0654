"""What each column about the search for places is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

SEARCH = Processing(
    title="Démarches auprès des entreprises",
    purpose="Savoir quelles entreprises ont été contactées pour un élève, et ce qu’elles ont répondu",
    persons="Élèves du lycée, sous un identifiant tiré au sort chaque année",
    recipients="Personnes du lycée qui en ont l’accès\u202f; un refus signalé, la direction et le bureau seuls",
    retention="Sans limite, sans le nom de l’élève après le 31 octobre qui suit l’année scolaire\u202f;"
    " précision et signalement, un an\u202f; démarche retirée, 30 jours",
    enforced=DAILY,
    rules=("pupils", "approach_notes", "withdrawn_approaches"),
)
REFUSALS = Processing(
    title="Nombre de refus des entreprises",
    purpose="Dire au département combien de demandes du lycée ont été refusées dans l’année",
    persons="Aucune",
    recipients="Personnes du lycée qui en ont l’accès, et le département",
    retention="Sans limite",
)
SOLICITED = Processing(
    title="Lieux d’accueil sollicités",
    purpose="Ne pas proposer de contacter un lieu que quelqu’un vient de solliciter",
    persons="Aucune",
    recipients="Personnes des lycées qui placent des élèves",
    retention="31 jours",
    enforced=DAILY,
    rules=("solicited_sites",),
)

APPROACHES: Register = {
    "approaches": told(
        SEARCH,
        uai="Lycée",
        approach_id=personal("Identifiant de la démarche"),
        period_id="Période",
        pupil_year_id=personal("Élève pour qui elle est faite"),
        site_id=personal("Lieu contacté"),
        site_key=personal("Lieu contacté"),
        approached_by=personal("L’élève, le bureau ou l’équipe enseignante"),
        means=personal("Appel, visite, courriel, courrier ou en ligne"),
        approached_on=personal("Jour de la démarche"),
        note=personal("Précision, en texte libre"),
        answer=personal("Réponse, dans une liste sans motif de santé"),
        answered_on=personal("Jour où la réponse a été notée"),
        presumed_discriminatory=personal("Refus signalé à la direction"),
        noted_at="Instant où elle a été notée",
        withdrawn_at="Instant où elle a été retirée",
        version="Empêcher deux corrections de s’écraser",
    ),
    "refusal_tallies": told(
        REFUSALS,
        uai="Lycée",
        school_year="Année scolaire",
        tally_id="Identifiant du compte",
        company="Refus du fait de l’entreprise",
        school="Refus du fait du lycée",
        pupil="Refus du fait de l’élève",
        other="Refus pour un autre motif",
        version="Ne dire que ce qui a changé",
        withheld="Dire au département, à la réouverture, ce qui ne lui a pas été dit",
    ),
    "solicited_sites": told(
        SOLICITED,
        uai="Lycée qui a sollicité",
        solicitation_id="Identifiant de la sollicitation",
        site_id="Lieu",
        solicited_on="Jour",
    ),
}
