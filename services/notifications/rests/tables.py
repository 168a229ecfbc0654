"""Table of when people are not written to."""

from sqlalchemy import CheckConstraint, Column, Date, Table, Time, Uuid

from services.notifications.base.metadata import Instant, metadata

# Of a person, whatever the lycée. Hours are of Paris.
rests = Table(
    "rests",
    metadata,
    Column("account_id", Uuid, primary_key=True),
    Column("evening", Time, nullable=False),
    Column("morning", Time, nullable=False),
    Column("away_from", Date),
    Column("away_until", Date),
    Column("chosen_at", Instant, nullable=False),
    CheckConstraint("morning < evening", name="rests_leave_a_day"),
    CheckConstraint(
        "(away_from IS NULL) = (away_until IS NULL) AND away_from <= away_until",
        name="rests_end",
    ),
)
