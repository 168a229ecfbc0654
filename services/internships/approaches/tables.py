"""What was tried to find each pupil a place."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
)

from services.internships.base.metadata import metadata

approaches = Table(
    "approaches",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("approach_id", Uuid, primary_key=True),
    Column("period_id", Uuid, nullable=False),
    Column("pupil_year_id", Uuid, nullable=False),
    Column("site_id", Uuid, ForeignKey("host_sites.site_id"), nullable=False),
    Column("site_key", Text, nullable=False),
    Column("approached_by", Text, nullable=False),
    Column("means", Text, nullable=False),
    Column("approached_on", Date, nullable=False),
    Column("note", Text),
    Column("answer", Text, nullable=False),
    Column("answered_on", Date),
    # For the head and the RBDE alone: on no bus, in no count. It says something of a refusal only, and
    # stays while the answer is corrected.
    Column("presumed_discriminatory", Boolean, nullable=False),
    Column("noted_at", DateTime(timezone=True), nullable=False),
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    CheckConstraint(
        "(answer = 'waiting') = (answered_on IS NULL)", name="approaches_answer_has_its_day"
    ),
    ForeignKeyConstraint(
        ("uai", "period_id"),
        ["periods.uai", "periods.period_id"],
        name="approaches_period_id_fkey",
    ),
    ForeignKeyConstraint(
        ("uai", "pupil_year_id"),
        ["pupils.uai", "pupils.pupil_year_id"],
        name="approaches_pupil_year_id_fkey",
    ),
)
A = approaches.c
Index("approaches_of_a_pupil", A.uai, A.pupil_year_id, A.period_id)
Index("approaches_of_a_site", A.uai, A.site_id)
Index(
    "approaches_awaited",
    A.uai,
    A.approached_on,
    postgresql_where=(A.answer == "waiting") & A.withdrawn_at.is_(None),
)

# What the department was last told of refusals.
refusal_tallies = Table(
    "refusal_tallies",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("school_year", Text, primary_key=True),
    Column("tally_id", Uuid, nullable=False),
    Column("company", Integer, nullable=False),
    Column("school", Integer, nullable=False),
    Column("pupil", Integer, nullable=False),
    Column("other", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    # Counted while the head kept exchanges in the lycée.
    Column("withheld", Boolean, nullable=False),
)
