"""Table of decisions: each is of the lycée that carries it out, else of the DSDEN."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, Table, Text, Uuid

from services.coordination.base.metadata import Instant, metadata

decisions = Table(
    "decisions",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("decision_id", Uuid, primary_key=True),
    Column(
        "committee_id",
        Uuid,
        ForeignKey("committees.committee_id", name="decisions_committee_id_fkey"),
        nullable=False,
    ),
    Column(
        "meeting_id",
        Uuid,
        ForeignKey("meetings.meeting_id", name="decisions_meeting_id_fkey"),
        nullable=False,
    ),
    # Of the directory; none where it is its lycée, or the DSDEN, that carries it out.
    Column("actor_id", Uuid),
    Column("text", Text, nullable=False),
    Column("due_on", Date),
    Column("taken_on", Date, nullable=False),
    Column("state", Text, nullable=False),
    Column("settled_at", Instant),
    # The due day its lycée was told of as passed: told once.
    Column("late_told_for", Date),
    # Noted by mistake, and taken back: given up for who heard of it, and in no list.
    Column("withdrawn_at", Instant),
    Column("version", Integer, nullable=False),
    CheckConstraint(
        "state IN ('open', 'done', 'given_up') AND (state = 'open') = (settled_at IS NULL)",
        name="decisions_state",
    ),
    Index("decisions_by_id", "decision_id", unique=True),
    Index("decisions_of_a_committee", "committee_id", "taken_on"),
    Index("decisions_of_a_meeting", "meeting_id"),
)
