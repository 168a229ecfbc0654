"""Table of the accesses the supervisor proposes: each lycée’s own."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, Table, Text, Uuid

from services.portal.base.metadata import Instant, metadata

access_proposals = Table(
    "access_proposals",
    metadata,
    Column("proposal_id", Uuid, primary_key=True),
    Column("uai", Text, ForeignKey("lycees.uai"), nullable=False),
    Column("role", Text, nullable=False),
    Column("mail", Text, nullable=False),
    Column("display_name", Text, nullable=False),
    Column("from_on", Date, nullable=False),
    Column("last_day", Date),
    Column("proposed_at", Instant, nullable=False),
    Column("proposed_by", Uuid, nullable=False),
    Column("status", Text, nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", Uuid),
    Column("version", Integer, nullable=False),
    CheckConstraint(
        "status IN ('waiting', 'accepted', 'refused', 'withdrawn')", name="proposal_status"
    ),
)
Index("access_proposals_of_a_lycee", access_proposals.c.uai, access_proposals.c.proposed_at)
