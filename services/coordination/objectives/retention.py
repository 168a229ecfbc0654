"""How long yearly objectives are kept."""

from datetime import timedelta

from services.chassis.privacy.retention.chassis_rules import aged
from services.coordination.objectives.tables import objectives

RULE = aged(
    "objectives",
    "Objectifs annuels",
    of=objectives,
    key="objective_id",
    since="changed_at",
    kept=timedelta(days=10 * 365),
    period="10 ans",
    shared=False,
)
