"""The table of accounts of actors: of the DSDEN, which ties them."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text, Uuid

from services.coordination.base.metadata import Instant, metadata

actor_accounts = Table(
    "actor_accounts",
    metadata,
    # One account answers for one actor; an actor may have several.
    Column("account_id", Uuid, primary_key=True),
    Column("uai", Text, nullable=False),
    Column(
        "actor_id",
        Uuid,
        ForeignKey("actors.actor_id", name="actor_accounts_actor_id_fkey"),
        nullable=False,
    ),
    Column("tied_at", Instant, nullable=False),
    # Whose access the supervisor opened: of `actor_people`, which stands above. Empty where she tied an account.
    Column("person_id", Uuid),
    Index("actor_accounts_of_one", "actor_id"),
    Index("actor_accounts_of_a_person", "person_id"),
)
