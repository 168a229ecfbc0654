"""Tables. The directory and what is published are the network's; proposals are one lycée's own."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
)

from services.chassis.database.tables import chassis_tables

PROJECTION = "news"
"""Name of the reading of the bus that open pages follow."""

metadata = MetaData()
chassis_tables(metadata)
Instant = DateTime(timezone=True)

actors = Table(
    "actors",
    metadata,
    Column("actor_id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("other_names", Text),
    Column("commune", Text),
    Column("about", Text),
    Column("website", Text),
    Column("desk", Text),
    Column("mail", Text),
    Column("phone", Text),
    # What it is sorted by, and what it is found by: bare words, each after a space.
    Column("name_key", Text(collation="C"), nullable=False),
    Column("words", Text(collation="C"), nullable=False),
    Column("archived_at", Instant),
    Column("version", Integer, nullable=False),
    Index("actors_by_name", "name_key", "actor_id"),
)

lycees = Table(
    "lycees",
    metadata,
    Column("lycee", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

news = Table(
    "news",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("news_id", Uuid, primary_key=True),
    Column("title", Text),
    Column("body", Text),
    Column("link", Text),
    Column("status", Text, nullable=False),
    Column("reason", Text),
    Column("proposed_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint(
        "status IN ('proposed', 'refused', 'published', 'withdrawn', 'erased')", name="news_status"
    ),
    CheckConstraint(
        "(status = 'erased') = (title IS NULL) AND (title IS NULL) = (body IS NULL)"
        " AND (status <> 'erased' OR (link IS NULL AND reason IS NULL))",
        name="news_erased_altogether",
    ),
    Index("news_by_id", "news_id", unique=True),
    Index("news_newest", "proposed_at", "news_id"),
)

# What was approved, as it was approved; withdrawing takes the text away and leaves the id.
published_news = Table(
    "published_news",
    metadata,
    Column("news_id", Uuid, primary_key=True),
    Column("lycee", Text, nullable=False),
    Column("title", Text),
    Column("body", Text),
    Column("link", Text),
    Column("first_published_at", Instant, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
    CheckConstraint(
        "(withdrawn_at IS NULL) = (title IS NOT NULL) AND (title IS NULL) = (body IS NULL)"
        " AND (withdrawn_at IS NULL OR link IS NULL)",
        name="published_news_leaves_no_text",
    ),
    Index("published_news_newest", "first_published_at", "news_id"),
)

feed_links = Table(
    "feed_links",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("feed_link_id", Uuid, primary_key=True),
    Column("account_id", Uuid, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
)
Index(
    "feed_links_one_open",
    feed_links.c.uai,
    feed_links.c.account_id,
    unique=True,
    postgresql_where=feed_links.c.closed_at.is_(None),
)
