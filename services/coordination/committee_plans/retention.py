"""How long frameworks of actions are kept."""

from datetime import timedelta

from services.chassis.privacy.retention.chassis_rules import aged
from services.coordination.committee_plans.tables import plan_lines

RULE = aged(
    "plan_lines",
    "Cadres d’actions des comités",
    of=plan_lines,
    key="plan_line_id",
    since="changed_at",
    kept=timedelta(days=5 * 365),
    period="5 ans",
)
