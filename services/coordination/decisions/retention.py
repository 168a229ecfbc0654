"""How long is kept what was decided."""

from datetime import timedelta

from services.chassis.privacy.retention.chassis_rules import aged
from services.coordination.decisions.tables import decisions

DECISIONS = aged(
    "decisions",
    "Décisions de comités faites ou abandonnées",
    of=decisions,
    key="decision_id",
    since="settled_at",
    kept=timedelta(days=5 * 365),
    period="5 ans",
    shared=False,
)
