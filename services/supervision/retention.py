"""The figures of the department name nobody and stay; what was removed by hand goes after a month,
who gave a feed a year after its end.
"""

from datetime import timedelta

from services.chassis.retention import Retention
from services.chassis.retention.of_chassis import aged, keep_the_chassis
from services.supervision.storage.asked_sheets import asked_sheets
from services.supervision.storage.feed_tables import feed_readers

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
retention.keep(
    aged(
        "feed_readers",
        "Lecteurs de flux",
        of=feed_readers,
        key="feed_reader_id",
        since="expires_on",
        kept=timedelta(days=365),
        period="1 an",
    )
)
keep_the_chassis(retention)
