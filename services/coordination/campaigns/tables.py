"""Tables of campaigns: what is asked, of whom, what bureaux wrote, and the formations one may choose."""

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
)

from services.coordination.base.metadata import Instant, metadata

campaigns = Table(
    "campaigns",
    metadata,
    # Of the department; any scope reads it, and queries leave drafts to the supervisor.
    Column("campaign_id", Uuid, primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("mefs", ARRAY(Text), nullable=False),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date, nullable=False),
    Column("stays_from", Date),
    Column("stays_until", Date),
    Column("status", Text, nullable=False),
    Column("opened_at", Instant),
    Column("closed_at", Instant),
    Column("closing", Text),
    Column("changed_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint(
        "status IN ('draft', 'open', 'closed', 'withdrawn')"
        " AND (status = 'closed') = (closed_at IS NOT NULL) AND until_on >= from_on",
        name="campaigns_status",
    ),
    Index("campaigns_by_status", "status", "until_on"),
)
campaign_targets = Table(
    "campaign_targets",
    metadata,
    # A lycée sees its own alone.
    Column("uai", Text, primary_key=True),
    Column(
        "campaign_id",
        Uuid,
        ForeignKey("campaigns.campaign_id", name="campaign_targets_campaign_id_fkey"),
        primary_key=True,
    ),
    Column("target", Integer, nullable=False),
    Index("campaign_targets_campaign", "campaign_id"),
)
campaign_comments = Table(
    "campaign_comments",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("comment_id", Uuid, primary_key=True),
    Column(
        "campaign_id",
        Uuid,
        ForeignKey("campaigns.campaign_id", name="campaign_comments_campaign_id_fkey"),
        nullable=False,
    ),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
    Index("campaign_comments_campaign", "campaign_id", "at"),
)
