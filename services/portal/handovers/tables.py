"""Tables of hand-overs: each lycée’s own."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from services.portal.base.metadata import Instant, metadata

handovers = Table(
    "handovers",
    metadata,
    Column("handover_id", Uuid, primary_key=True),
    Column("uai", Text, ForeignKey("lycees.uai"), nullable=False),
    Column("leaver_id", Uuid, ForeignKey("accounts.account_id"), nullable=False),
    Column("successor_id", Uuid, ForeignKey("accounts.account_id"), nullable=False),
    Column("on_day", Date, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", Uuid),
    Column("cancelled_at", Instant),
    UniqueConstraint("handover_id", "uai", name="handovers_within_a_lycee"),
)
handover_parts = Table(
    "handover_parts",
    metadata,
    Column("part_id", Uuid, primary_key=True),
    Column("handover_id", Uuid, nullable=False),
    Column("uai", Text, nullable=False),
    Column("leaver_grant_id", Uuid, nullable=False),
    # What to put back when it is cancelled.
    Column("until_before", Date),
    # Empty when the successor had the role already.
    Column("successor_grant_id", Uuid),
    # Each within one lycée: no row of another can be named.
    ForeignKeyConstraint(["handover_id", "uai"], ["handovers.handover_id", "handovers.uai"]),
    ForeignKeyConstraint(["leaver_grant_id", "uai"], ["grants.grant_id", "grants.uai"]),
    ForeignKeyConstraint(["successor_grant_id", "uai"], ["grants.grant_id", "grants.uai"]),
)
Index("handovers_of_a_lycee", handovers.c.uai, handovers.c.on_day)
Index("handover_parts_of_a_handover", handover_parts.c.handover_id)
