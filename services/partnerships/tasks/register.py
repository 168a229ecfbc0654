"""What is kept about what bureaux have to do."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

_TASKS = Processing(
    title="Tâches du bureau",
    purpose="Savoir ce qui reste à faire, pour quand, et qui s’en charge",
    persons="Personnes du bureau, personnes citées dans une note",
    recipients="Personnes du bureau et direction du lycée",
    retention="3 ans",
    enforced=DAILY,
    rules=("tasks",),
)
_REMINDERS = Processing(
    title="Rappel du matin par courriel",
    purpose="N’écrire qu’à qui le veut",
    persons="Personnes du bureau",
    recipients="La personne elle-même",
    retention="Tant qu’elle n’en veut pas",
    enforced="La personne elle-même, depuis «\u00a0Ma semaine\u00a0»",
)

TASKS_REGISTER: Register = {
    "task_silences": told(
        _REMINDERS,
        uai="Lycée",
        account_id=personal("Compte de qui ne veut pas de rappel"),
    ),
    "tasks": told(
        _TASKS,
        uai="Lycée",
        task_id="Identifiant de la tâche",
        code="Ce qu’il y a à faire, dans une liste",
        note=personal("Précision, en texte libre"),
        company_id="Entreprise",
        site_id="Lieu",
        actor_id="Acteur du réseau",
        interaction_id="Échange dont c’est la suite",
        shared_id="Tâche commune à plusieurs lycées",
        due_on="Échéance",
        assignee=personal("Compte de qui s’en charge"),
        urgent="Si elle passe avant les autres",
        created_at="Instant où elle est notée",
        done_at="Instant où elle est faite",
        version="Empêcher deux corrections de s’écraser",
    ),
}
