"""The table of the reminders that were told: each once for the day it counts to."""

from sqlalchemy import Column, Date, SmallInteger, Table, Text, UniqueConstraint, Uuid

from services.internships.base.metadata import metadata, own

told_reminders = Table(
    "told_reminders",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("reminder_id", Uuid, primary_key=True),
    Column("period_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    # Days before the day it counts to, or after it, below zero.
    Column("threshold", SmallInteger, nullable=False),
    # The first or the last day of the period as it was then: of one that moved, it is told anew.
    Column("counted_to", Date, nullable=False),
    Column("told_on", Date, nullable=False),
    UniqueConstraint(
        *("uai", "period_id", "kind", "counted_to", "threshold"), name="told_reminders_once"
    ),
    own("told_reminders", "period_id", target="periods", remote="period_id"),
)
