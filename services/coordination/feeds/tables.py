"""Table of the personal links news feeds are read by."""

from sqlalchemy import Column, Index, Table, Text, Uuid

from services.coordination.base.metadata import Instant, metadata

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
