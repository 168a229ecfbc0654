"""What is kept about what is done to many companies at once."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

_CHANGES = Processing(
    title="Changements à plusieurs entreprises à la fois",
    purpose="Voir ce qu’un changement fera avant de le faire, et pouvoir l’annuler",
    persons="Personnes du bureau, personnes citées dans la précision d’une tâche",
    recipients="Personnes du bureau",
    retention="30 jours",
    enforced=DAILY,
    rules=("mass_changes",),
)

_MAILINGS = Processing(
    title="Courriels à plusieurs entreprises à la fois",
    purpose="Écrire une fois à plusieurs, un courriel à chacune, et savoir ce qui est parti",
    persons="Contacts des entreprises, personnes du bureau, personnes citées dans le texte",
    recipients="Personnes du bureau, et chaque contact pour ce qui lui est écrit",
    retention="1 an",
    enforced=DAILY,
    rules=("mailings", "mailing_texts"),
)
_MONTHS = "90 jours"

MANY: Register = {
    "mass_changes": told(
        _CHANGES,
        uai="Lycée",
        change_id="Identifiant du changement",
        kind="Ce qui change, dans une liste",
        code="Ce qu’il y a à faire, dans une liste",
        note=personal(
            "Précision de la tâche, en texte libre",
            retention="Jusqu’à ce que les tâches soient créées",
        ),
        due_on="Échéance des tâches",
        assignee=personal("Compte de qui s’en charge"),
        urgent="Si elles passent avant les autres",
        stage="Étape du partenariat",
        naf="Activité",
        action_id="Action où elles sont invitées",
        asked_by=personal("Compte de qui l’a demandé"),
        roles="Ce qu’est, dans le lycée, qui l’a confirmé ou annulé",
        status="Où il en est",
        previewed_at="Instant de la demande",
        done_at="Instant de la fin",
        undone_at="Instant de l’annulation",
        version="Empêcher deux décisions de s’écraser",
    ),
    "mass_change_rows": told(
        _CHANGES,
        uai="Lycée",
        change_id="Changement",
        company_id="Entreprise touchée",
        rank="Ordre d’affichage",
        left_because="Pourquoi elle est laissée comme elle est, dans une liste",
        before="Ce qu’elle avait, pour annuler",
        after="Ce qu’elle a reçu, pour annuler",
        done="Si c’est fait",
        undone="Si c’est annulé",
        kept_because="Pourquoi elle garde ce qu’elle a reçu, dans une liste",
    ),
    "mailings": told(
        _MAILINGS,
        uai="Lycée",
        mailing_id="Identifiant du courriel",
        subject=personal("Objet, en texte libre", retention=_MONTHS),
        body=personal("Texte libre", retention=_MONTHS),
        purpose="À quel sujet, dans une liste",
        author=personal("Compte de qui l’envoie"),
        status="Où il en est",
        drafted_at="Instant de la rédaction",
        leaves_at="Instant du départ",
        cancelled_at="Instant de l’annulation",
        version="Empêcher deux décisions de s’écraser",
    ),
    "mailing_recipients": told(
        _MAILINGS,
        uai="Lycée",
        recipient_id="Identifiant de la lettre",
        mailing_id="Courriel",
        rank="Ordre d’affichage",
        company_id="Entreprise choisie",
        contact_id=personal(
            "Contact à qui elle est écrite, ou le serait une fois l’entreprise cochée"
        ),
        mail_digest="Empreinte de l’adresse, pour que son lien n’arrête qu’elle",
        excluded_because="Pourquoi rien ne lui est écrit, dans une liste",
        state="Où en est l’envoi",
        moved_at="Depuis quand",
        interaction_id="Échange noté une fois la lettre partie",
    ),
}
