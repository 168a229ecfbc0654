"""Table of frameworks of actions: the network’s own, written by the department."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, Table, Text, Uuid

from services.coordination.base.metadata import Instant, metadata

plan_lines = Table(
    "plan_lines",
    metadata,
    Column("plan_line_id", Uuid, primary_key=True),
    Column(
        "committee_id",
        Uuid,
        ForeignKey("committees.committee_id", name="plan_lines_committee_id_fkey"),
        nullable=False,
    ),
    Column("school_year", Text, nullable=False),
    Column("axis", Text, nullable=False),
    Column("text", Text, nullable=False),
    # A lycée’s, or the DSDEN’s; neither where the committee as a whole sees to it.
    Column("lycee", Text),
    Column("actor_id", Uuid),
    Column("due_on", Date),
    Column("state", Text, nullable=False),
    Column("outcome", Text),
    Column("changed_at", Instant, nullable=False),
    Column("removed_at", Instant),
    Column("version", Integer, nullable=False),
    CheckConstraint(
        "state IN ('foreseen', 'under_way', 'done', 'given_up')", name="plan_lines_state"
    ),
    Index("plan_lines_of_a_committee", "committee_id", "school_year"),
)
