"""How long an imported list of people may be taken back."""

from datetime import timedelta

from services.chassis.privacy.retention.chassis_rules import aged
from services.coordination.people_files.tables import actor_people_imports

RULE = aged(
    "actor_people_imports",
    "Imports de personnes à joindre",
    of=actor_people_imports,
    key="import_id",
    since="imported_at",
    kept=timedelta(days=30),
    period="30 jours",
)
