"""How long it is known who was asked whether they sent a need."""

from datetime import timedelta

from services.chassis.privacy.retention.chassis_rules import aged
from services.coordination.need_forms.tables import need_confirmations

RULES = (
    aged(
        "need_confirmations",
        "Demandes de confirmation d’un besoin",
        of=need_confirmations,
        key="need_id",
        since="asked_at",
        kept=timedelta(days=30),
        period="30 jours",
    ),
)
