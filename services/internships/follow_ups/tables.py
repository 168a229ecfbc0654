"""The tables of contacts and visits, of arrivals, and of what is wrong at a host."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.internships.base.metadata import metadata


def _of_a_placement(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ("uai", "placement_id"),
        ["placements.uai", "placements.placement_id"],
        name=f"{table}_placement_id_fkey",
    )


# The note goes with the name of the pupil; the rest names nobody.
follow_ups = Table(
    "follow_ups",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("follow_up_id", Uuid, primary_key=True),
    Column("placement_id", Uuid, nullable=False),
    Column("pupil_year_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("level", Text, nullable=False),
    Column("absence_days", Integer),
    Column("note", Text),
    Column("noted_at", DateTime(timezone=True), nullable=False),
    Column("noted_as", Text),
    # Of what a teacher told by their link.
    Column("referent_id", Uuid),
    CheckConstraint("absence_days >= 0", name="follow_ups_days_are_counted"),
    _of_a_placement("follow_ups"),
)
Index("follow_ups_of_a_placement", follow_ups.c.uai, follow_ups.c.placement_id)
Index("follow_ups_of_a_pupil", follow_ups.c.uai, follow_ups.c.pupil_year_id)

# That a pupil came, as the host says it; once for a stay.
arrivals = Table(
    "arrivals",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("placement_id", Uuid, primary_key=True),
    Column("told_at", DateTime(timezone=True), nullable=False),
    _of_a_placement("arrivals"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("alert_id", Uuid, primary_key=True),
    Column("placement_id", Uuid, nullable=False),
    Column("pupil_year_id", Uuid, nullable=False),
    Column("matter", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("opened_as", Text),
    # Who raised it, heightened it or opened it again last, of those who have an account.
    Column("raised_by", Uuid),
    Column("follow_up_id", Uuid),
    Column("closed_on", Date),
    Column("closed_as", Text),
    # Of what has to be declared: by step, the day it was done and the role of who said it.
    Column("steps", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
    _of_a_placement("alerts"),
)
Index("alerts_of_a_placement", alerts.c.uai, alerts.c.placement_id)
Index(
    "alerts_open", alerts.c.uai, alerts.c.opened_on, postgresql_where=alerts.c.closed_on.is_(None)
)
