"""How long an imported list of actors may be taken back."""

from datetime import timedelta

from services.chassis.privacy.retention.chassis_rules import aged
from services.coordination.actor_files.tables import actor_imports

RULE = aged(
    "actor_imports",
    "Imports de l’annuaire",
    of=actor_imports,
    key="import_id",
    since="imported_at",
    kept=timedelta(days=30),
    period="30 jours",
)
