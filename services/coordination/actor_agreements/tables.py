"""The table of agreements with actors: read by the network, written by the department."""

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

actor_agreements = Table(
    "actor_agreements",
    metadata,
    Column("agreement_id", Uuid, primary_key=True),
    Column(
        "actor_id",
        Uuid,
        ForeignKey("actors.actor_id", name="actor_agreements_actor_id_fkey"),
        nullable=False,
    ),
    Column("subject", Text, nullable=False),
    Column("signed_on", Date, nullable=False),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date),
    # The lycées that signed; without one it was the DSDEN.
    Column("lycees", ARRAY(Text), nullable=False),
    Column("renews", Uuid),
    Column("withdrawn_at", Instant),
    Column("version", Integer, nullable=False),
    CheckConstraint("until_on >= from_on", name="actor_agreements_days"),
    Index("actor_agreements_of_one", "actor_id"),
    Index("actor_agreements_by_end", "until_on"),
)
