"""Tables of bureaux that change hands: the steps of the department, and each lycée’s own progress."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, Text, Uuid

from services.coordination.base.metadata import Instant, metadata

# Of the department; empty as long as the supervisor has changed nothing of the first list.
onboarding_steps = Table(
    "onboarding_steps",
    metadata,
    Column("step_id", Uuid, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("week", Integer, nullable=False),
    Column("link", Text),
    Column("removed", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)

onboardings = Table(
    "onboardings",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("onboarding_id", Uuid, primary_key=True),
    Column("begun_on", Date, nullable=False),
    Column("closed_at", Instant),
    # The hand-over that ended it: called off, it goes on.
    Column("closed_for", Uuid),
    Column("version", Integer, nullable=False),
)
Index(
    "onboardings_once",
    onboardings.c.uai,
    unique=True,
    postgresql_where=onboardings.c.closed_at.is_(None),
)

onboarding_ticks = Table(
    "onboarding_ticks",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("onboarding_id", Uuid, primary_key=True),
    Column("step_id", Uuid, primary_key=True),
    Column("done_at", Instant, nullable=False),
)
