"""Tables of committees: the network’s own, but for addresses, which their own lycée and the DSDEN read."""

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

committees = Table(
    "committees",
    metadata,
    Column("committee_id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("perimeter", Text),
    Column("communes", ARRAY(Text), nullable=False),
    Column("name_key", Text(collation="C"), nullable=False),
    Column("archived_at", Instant),
    Column("version", Integer, nullable=False),
)

committee_members = Table(
    "committee_members",
    metadata,
    Column("member_id", Uuid, primary_key=True),
    Column(
        "committee_id",
        Uuid,
        ForeignKey("committees.committee_id", name="committee_members_committee_id_fkey"),
        nullable=False,
    ),
    Column("lycee", Text),
    Column("actor_id", Uuid),
    Column("organisation", Text),
    Column("function", Text, nullable=False),
    Column("person", Text),
    Column("joined_on", Date, nullable=False),
    Column("left_on", Date),
    Column("version", Integer, nullable=False),
    CheckConstraint(
        "num_nonnulls(lycee, actor_id, organisation) = 1", name="committee_members_one_organisation"
    ),
    Index("committee_members_of_one", "committee_id"),
)

# Whose lycée it is says who may read it; the DSDEN’s own are of those who sit for no lycée.
committee_addresses = Table(
    "committee_addresses",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("member_id", Uuid, primary_key=True),
    # Another one once the address is: a mail that came back is of the address it went to.
    Column("address_id", Uuid, nullable=False),
    Column("mail", Text, nullable=False),
    Index("committee_addresses_by_id", "address_id", unique=True),
    Index("committee_addresses_one", "member_id", unique=True),
)

# By a keyed digest: an address that is typed again is not written to again.
committee_mail_stops = Table(
    "committee_mail_stops",
    metadata,
    Column("address_digest", Text, primary_key=True),
    Column("stopped_at", Instant, nullable=False),
)

committee_mail_returns = Table(
    "committee_mail_returns",
    metadata,
    Column("address_id", Uuid, primary_key=True),
    Column("returned_at", Instant, nullable=False),
)

committee_charters = Table(
    "committee_charters",
    metadata,
    Column("charter_id", Uuid, primary_key=True),
    Column(
        "committee_id",
        Uuid,
        ForeignKey("committees.committee_id", name="committee_charters_committee_id_fkey"),
        nullable=False,
    ),
    Column("label", Text, nullable=False),
    Column("signed_on", Date, nullable=False),
    Column("withdrawn_at", Instant),
    Index("committee_charters_of_one", "committee_id"),
)
