"""What each column of mass changes is for."""

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

MASS_CHANGES_REGISTER: Register = {
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
}
