"""Tables of accounts of actors: of the DSDEN, which ties them."""

from sqlalchemy import Column, Date, ForeignKey, Index, Table, Text, Uuid

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

# Whose access ended: their erasure still tells the portal, which keeps the closed account for a time.
ended_accesses = Table(
    "ended_accesses",
    metadata,
    Column("account_id", Uuid, primary_key=True),
    Column("uai", Text, nullable=False),
    # Of `actor_people`; not a foreign key, which would forget whose account is to be emptied.
    Column("person_id", Uuid, nullable=False),
    Column("ended_at", Instant, nullable=False),
    # The day the portal closed the account because nobody used it; empty where the directory ended the access.
    Column("unused_on", Date),
    Index("ended_accesses_of_a_person", "person_id"),
)
