"""Table of the directory: the network’s own."""

from sqlalchemy import ARRAY, Boolean, Column, Index, Integer, Table, Text, Uuid

from services.coordination.base.metadata import Instant, metadata

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
    # Where it works and what for; all of them empty where nobody noted it.
    Column("whole_department", Boolean, nullable=False),
    *(
        Column(name, ARRAY(Text), nullable=False)
        for name in ("communities", "communes", "sectors", "trades")
    ),
    Column("campus_id", Uuid),
    # What it is sorted by, and what it is found by: bare words, each after a space.
    Column("name_key", Text(collation="C"), nullable=False),
    Column("words", Text(collation="C"), nullable=False),
    Column("archived_at", Instant),
    Column("version", Integer, nullable=False),
    Index("actors_by_name", "name_key", "actor_id"),
)
