"""Tables of big accounts: codes are read by all bureaux, texts by those concerned and the supervisor."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.coordination.base.metadata import Instant, metadata

key_accounts = Table(
    "key_accounts",
    metadata,
    Column("key_account_id", Uuid, primary_key=True),
    # Who opened it: a lycée, or the DSDEN.
    Column("uai", Text, nullable=False),
    Column("company_id", Uuid, nullable=False),
    # As all bureaux read it in their registry; the supervisor may know what it does alone.
    Column("company", Text, nullable=False),
    # Who led when it was opened.
    Column("lead_then", Text),
    Column("opened_at", Instant, nullable=False),
    # Of the decision that stands, if one does.
    Column("outcome", Text),
    Column("lead", Text),
    Column("from_on", Date),
    Column("review_on", Date),
    Column("decided_at", Instant),
    # The last day of a review that was told.
    Column("review_told", Date),
    # How often what holds was told to the bureaux.
    Column("stated", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("words", Text(collation="C"), nullable=False),
    CheckConstraint(
        "(outcome IS NULL) = (decided_at IS NULL) AND (outcome IS NULL) = (from_on IS NULL)"
        " AND (outcome IS NOT DISTINCT FROM 'lead') = (lead IS NOT NULL)",
        name="key_accounts_decided",
    ),
    Index("key_accounts_of_company", "company_id", unique=True),
    Index("key_accounts_newest", "opened_at", "key_account_id"),
)

# The lycées concerned; of those that asked, why and when.
key_account_parties = Table(
    "key_account_parties",
    metadata,
    Column("key_account_id", Uuid, primary_key=True),
    Column("uai", Text, primary_key=True),
    Column("joined_at", Instant, nullable=False),
    # By which account that went into this one, as cards were put together.
    Column("via_id", Uuid),
    Column("reason", Text),
    Column("asked_at", Instant),
    Column("withdrawn_at", Instant),
    CheckConstraint("(reason IS NULL) = (asked_at IS NULL)", name="key_account_parties_asked"),
    Index("key_account_parties_of_lycee", "uai"),
)

# What each bureau says: what it wants, what it proposes.
key_account_words = Table(
    "key_account_words",
    metadata,
    Column("word_id", Uuid, primary_key=True),
    Column("uai", Text, nullable=False),
    Column("key_account_id", Uuid, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
    Index("key_account_words_of", "key_account_id", "at"),
)

key_account_decisions = Table(
    "key_account_decisions",
    metadata,
    Column("decision_id", Uuid, primary_key=True),
    Column("uai", Text, nullable=False),
    Column("key_account_id", Uuid, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("lead", Text),
    # Of a split: which lycée for which subject.
    Column("shares", JSONB, nullable=False),
    Column("from_on", Date, nullable=False),
    Column("review_on", Date),
    Column("text", Text, nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
    Index("key_account_decisions_of", "key_account_id", "decided_at"),
)

# Which cards became which, as the registry tells; nothing in it but ids.
merged_cards = Table(
    "merged_cards",
    metadata,
    Column("company_id", Uuid, primary_key=True),
    Column("absorbed_id", Uuid, primary_key=True),
    Column("merged", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Index("merged_cards_absorbed", "absorbed_id"),
)
