"""How long it is known whose access ended."""

from datetime import timedelta

from services.chassis.privacy.retention.chassis_rules import aged
from services.coordination.actor_accounts.tables import ended_accesses

RULES = (
    aged(
        "ended_accesses",
        "Accès de partenaires terminés",
        of=ended_accesses,
        key="account_id",
        since="ended_at",
        # As long as the portal keeps a closed account.
        kept=timedelta(days=365),
        period="1 an",
    ),
)
