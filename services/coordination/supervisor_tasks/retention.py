"""How long tasks that are over are kept."""

from datetime import timedelta

from services.chassis.privacy.retention.chassis_rules import aged
from services.coordination.supervisor_tasks.tables import supervisor_tasks

RULE = aged(
    "supervisor_tasks",
    "Tâches de la supervision, faites ou retirées",
    of=supervisor_tasks,
    key="task_id",
    since="settled_at",
    kept=timedelta(days=365),
    period="1 an",
)
