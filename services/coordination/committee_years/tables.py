"""Table of the words of a year: what the supervisor adds to the figures of a committee."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, UniqueConstraint, Uuid

from services.coordination.base.metadata import Instant, metadata

committee_year_words = Table(
    "committee_year_words",
    metadata,
    Column("year_words_id", Uuid, primary_key=True),
    Column(
        "committee_id",
        Uuid,
        ForeignKey("committees.committee_id", name="committee_year_words_committee_id_fkey"),
        nullable=False,
    ),
    Column("school_year", Text, nullable=False),
    Column("text", Text),
    Column("changed_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("committee_id", "school_year", name="committee_year_words_once"),
)
