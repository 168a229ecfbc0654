"""Table of notices: each is of the person it is told to."""

from sqlalchemy import Column, Index, Table, Text, UniqueConstraint, Uuid

from services.notifications.base.metadata import Instant, metadata

notices = Table(
    "notices",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("notice_id", Uuid, primary_key=True),
    # To whom it is told.
    Column("account_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    # What it is about: its words are asked of the owner, and not kept.
    Column("about", Uuid, nullable=False),
    Column("cause", Uuid, nullable=False),
    Column("rhythm", Text, nullable=False),
    Column("told_at", Instant, nullable=False),
    Column("read_at", Instant),
    # Since when there is nothing left to do about it.
    Column("over_at", Instant),
    # The mail it was gathered into.
    Column("digest_id", Uuid),
    UniqueConstraint("account_id", "cause", "kind", name="notices_once"),
)
Index("notices_of_an_account", notices.c.account_id, notices.c.told_at, notices.c.notice_id)
Index(
    "notices_unread",
    notices.c.account_id,
    postgresql_where=notices.c.read_at.is_(None) & notices.c.over_at.is_(None),
)
Index("notices_about", notices.c.uai, notices.c.about)
Index(
    "notices_to_gather",
    notices.c.rhythm,
    postgresql_where=notices.c.digest_id.is_(None)
    & notices.c.read_at.is_(None)
    & notices.c.over_at.is_(None),
)
Index("notices_of_a_digest", notices.c.digest_id)
Index("notices_by_age", notices.c.told_at)
