"""Tables of the news: what is published is the network’s; a proposal is its lycée’s own."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, Table, Text, Uuid

from services.coordination.base.metadata import Instant, metadata

PROJECTION = "news"
"""Name of the reading of the bus that open pages follow."""

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
    Column("public_at", Instant),
    CheckConstraint(
        "withdrawn_at IS NULL OR public_at IS NULL", name="published_news_withdrawn_from_all"
    ),
    CheckConstraint(
        "(withdrawn_at IS NULL) = (title IS NOT NULL) AND (title IS NULL) = (body IS NULL)"
        " AND (withdrawn_at IS NULL OR link IS NULL)",
        name="published_news_leaves_no_text",
    ),
    Index("published_news_newest", "first_published_at", "news_id"),
)
Index(
    "published_news_public",
    published_news.c.public_at,
    published_news.c.news_id,
    postgresql_where=published_news.c.public_at.is_not(None),
)

# One picture an item, drawn anew: what was sent is not kept.
news_pictures = Table(
    "news_pictures",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("news_id", Uuid, primary_key=True),
    Column("alt", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
)
published_pictures = Table(
    "published_pictures",
    metadata,
    Column("news_id", Uuid, primary_key=True),
    Column("alt", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
)
