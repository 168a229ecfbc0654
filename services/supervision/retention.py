"""The figures of the department name nobody and stay; what was removed by hand goes after a month,
who gave a feed, and a trouble, a year after its end, editions after two, reports and declared figures after ten.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from services.chassis.privacy.retention import Due, Retention, Rule
from services.chassis.privacy.retention.chassis_rules import aged, keep_the_chassis
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.campaigns.tables import campaign_reached, campaign_reminders
from services.supervision.declared_figures.tables import declared_figures, declared_lycees
from services.supervision.editions.tables import editions
from services.supervision.feed_readers.tables import feed_readers
from services.supervision.month_reports.tables import month_records, month_texts
from services.supervision.sheets.tables import S, asked_sheets, sheet_records
from services.supervision.troubles.tables import troubles

SHEETS_KEPT = timedelta(days=30)
EDITIONS_KEPT = timedelta(days=731)
REPORTS_KEPT = timedelta(days=3652)

retention = Retention("supervision")


async def _removed_sheets(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Without those something was sent of: it is read under their name."""
    sent = select(sheet_records.c.record_id).where(sheet_records.c.sheet_id == S.sheet_id)
    old = select(S.sheet_id).where(S.removed_at < now - SHEETS_KEPT, ~sent.exists())
    return [Due(one) for one in (await uow.execute(old.limit(limit))).scalars()]


async def _remove_sheets(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    those = delete(asked_sheets).where(S.sheet_id.in_(list(ids)))
    return list((await uow.execute(those.returning(S.sheet_id))).scalars())


retention.keep(
    Rule(
        "removed_sheets",
        "Tableaux supprimés",
        "30 jours",
        _removed_sheets,
        _remove_sheets,
        shared=True,
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
retention.keep(
    aged(
        "editions",
        "Éditions pour les lecteurs hors de la DSDEN",
        of=editions,
        key="edition_id",
        since="made_at",
        kept=EDITIONS_KEPT,
        period="2 ans",
    )
)
retention.keep(
    aged(
        "troubles",
        "Anomalies terminées",
        of=troubles,
        key="trouble_id",
        since="ended_at",
        kept=timedelta(days=365),
        period="1 an",
    )
)
retention.keep(
    aged(
        "campaign_reminders",
        "Rappels avant la fin d’une campagne",
        of=campaign_reminders,
        key="reminder_id",
        since="told_at",
        kept=timedelta(days=365),
        period="1 an",
        shared=False,
    )
)
retention.keep(
    aged(
        "campaign_reached",
        "Objectifs atteints dans une campagne",
        of=campaign_reached,
        key="reached_id",
        since="told_at",
        kept=timedelta(days=365),
        period="1 an",
        shared=False,
    )
)
for name, title, table, key, since in (
    ("month_texts", "Textes des rapports mensuels", month_texts, "text_id", "written_at"),
    ("month_records", "Rapports mensuels figés", month_records, "report_id", "taken_at"),
):
    retention.keep(
        aged(name, title, of=table, key=key, since=since, kept=REPORTS_KEPT, period="10 ans")
    )
for name, title, table, key, since in (
    ("declared_figures", "Chiffres déclarés", declared_figures, "figure_id", "declared_at"),
    (
        "declared_lycees",
        "Lycées nommés pour leurs chiffres",
        declared_lycees,
        "lycee_id",
        "added_at",
    ),
):
    retention.keep(
        aged(
            name,
            title,
            of=table,
            key=key,
            since=since,
            kept=REPORTS_KEPT,
            period="10 ans",
        )
    )
keep_the_chassis(retention)
