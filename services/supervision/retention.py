"""The figures of the department name nobody and stay; what was removed by hand, and what the chassis
lets go of, goes.
"""

from datetime import timedelta

from services.chassis.retention import Retention
from services.chassis.retention.of_chassis import aged, keep_the_chassis
from services.supervision.storage.asked_sheets import asked_sheets

retention = Retention("supervision")
retention.keep(
    aged(
        "removed_sheets",
        "Tableaux supprimés",
        of=asked_sheets,
        key="sheet_id",
        since="removed_at",
        kept=timedelta(days=30),
        period="30 jours",
    )
)
keep_the_chassis(retention)
