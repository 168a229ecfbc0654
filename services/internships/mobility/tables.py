"""The tables of mobility aids: each with its steps, and what was last told of a year."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from services.internships.base.metadata import metadata

mobility_aids = Table(
    "mobility_aids",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("aid_id", Uuid, primary_key=True),
    Column("pupil_year_id", Uuid, nullable=False),
    Column("period_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    # Of the last step, so that lists sort and filter without reading all of them.
    Column("state", Text, nullable=False),
    Column("state_on", Date, nullable=False),
    Column("amount_euros", Integer),
    # Who noted that step.
    Column("moved_by", Uuid),
    Column("version", Integer, nullable=False),
    UniqueConstraint(
        "uai", "pupil_year_id", "period_id", "kind", name="mobility_aids_one_of_a_kind"
    ),
    ForeignKeyConstraint(
        ("uai", "pupil_year_id"),
        ["pupils.uai", "pupils.pupil_year_id"],
        name="mobility_aids_pupil_year_id_fkey",
    ),
    ForeignKeyConstraint(
        ("uai", "period_id"),
        ["periods.uai", "periods.period_id"],
        name="mobility_aids_period_id_fkey",
    ),
)
Index("mobility_aids_by_day", mobility_aids.c.uai, mobility_aids.c.state_on)

mobility_aid_steps = Table(
    "mobility_aid_steps",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("aid_id", Uuid, primary_key=True),
    Column("position", SmallInteger, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("amount_euros", Integer),
    Column("said_as", Text),
    ForeignKeyConstraint(
        ("uai", "aid_id"),
        ["mobility_aids.uai", "mobility_aids.aid_id"],
        name="mobility_aid_steps_aid_id_fkey",
        ondelete="CASCADE",
    ),
)

mobility_totals = Table(
    "mobility_totals",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("school_year", Text, primary_key=True),
    Column("totals_id", Uuid, nullable=False),
    Column("told_pupils", Integer, nullable=False),
    Column("version", Integer, nullable=False),
)
