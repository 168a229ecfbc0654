"""The read model of campaigns, and what lycées under their target were told: no read model, `rebuild` leaves it alone."""

from sqlalchemy import ARRAY, Boolean, Column, Date, Index, Integer, Table, Text, Uuid

from services.supervision.base.metadata import READ_BY_ALL, Instant, metadata, newest

campaigns = Table(
    "campaigns",
    metadata,
    # Of the DSDEN, which runs it.
    Column("uai", Text, nullable=False),
    Column("campaign_id", Uuid, primary_key=True),
    Column("measure", Text, nullable=False),
    Column("mefs", ARRAY(Text), nullable=False),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date, nullable=False),
    Column("stays_from", Date),
    Column("stays_until", Date),
    Column("over", Boolean, nullable=False),
    *newest(),
    info={READ_BY_ALL: True},
)
campaign_targets = Table(
    "campaign_targets",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("target_id", Uuid, primary_key=True),
    Column("campaign_id", Uuid, nullable=False),
    # Null once the lycée is asked for nothing any more.
    Column("target", Integer),
    *newest(),
    Index("campaign_targets_campaign", "campaign_id"),
)
campaign_reminders = Table(
    "campaign_reminders",
    metadata,
    # The lycée that is told.
    Column("uai", Text, primary_key=True),
    Column("reminder_id", Uuid, primary_key=True),
    Column("campaign_id", Uuid, nullable=False),
    # The end it was told for: once for each.
    Column("until_on", Date, nullable=False),
    Column("told_at", Instant, nullable=False),
    Index("campaign_reminders_once", "uai", "campaign_id", "until_on", unique=True),
)
campaign_reached = Table(
    "campaign_reached",
    metadata,
    # The lycée that reached it.
    Column("uai", Text, primary_key=True),
    Column("reached_id", Uuid, primary_key=True),
    Column("campaign_id", Uuid, nullable=False),
    # What was asked of it: once for each.
    Column("target", Integer, nullable=False),
    Column("told_at", Instant, nullable=False),
    Index("campaign_reached_once", "uai", "campaign_id", "target", unique=True),
)
