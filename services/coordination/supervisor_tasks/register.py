"""What each column of the supervisor’s tasks is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

TASKS = Processing(
    title="Tâches de la supervision départementale",
    purpose="Ne pas oublier ce que la supervision s’est promis de faire",
    persons="Personnes citées dans un intitulé",
    recipients="Supervision départementale",
    retention="1 an après qu’elle est faite ou retirée\u202f; une tâche à faire reste jusque-là, ou jusqu’à l’effacement du besoin clos dont elle parle",
    enforced=f"{DAILY}, une fois que la supervision l’a faite ou retirée",
    rules=("supervisor_tasks", "supervisor_tasks_of_needs"),
)
REGISTER: Register = {
    "supervisor_tasks": told(
        TASKS,
        uai="DSDEN",
        task_id="Identifiant de la tâche",
        title=personal("Ce qui est à faire, en texte libre"),
        due_on="Jour pour lequel elle est à faire",
        lycee="Lycée qu’elle concerne",
        about_kind="Nature de ce qu’elle concerne",
        about_id="Ce qu’elle concerne, par son identifiant",
        state="Si elle est à faire, faite ou retirée",
        settled_at="Quand elle a été faite ou retirée",
        version="Empêcher deux changements de s’écraser",
    ),
}
