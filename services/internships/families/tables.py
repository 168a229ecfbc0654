"""Tables of the families: addresses, what a pupil of age agreed to, stops, and whether a lycée writes at all."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from services.internships.base.metadata import metadata, own

# One address of each sort: neither a name nor a postal address is beside it.
family_addresses = Table(
    "family_addresses",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("pupil_year_id", Uuid, primary_key=True),
    Column("slot", Text, primary_key=True),
    # Another one once the address is: links of a mail that went elsewhere open nothing.
    Column("address_id", Uuid, nullable=False),
    Column("mail", Text, nullable=False),
    Column("said_by", Text, nullable=False),
    # The list that brought it, which takes it back.
    Column("import_id", Uuid),
    Column("noted_on", Date, nullable=False),
    Column("returned_on", Date),
    UniqueConstraint("uai", "address_id", name="family_addresses_by_id"),
    CheckConstraint(
        "slot IN ('representative_1', 'representative_2', 'pupil')"
        " AND said_by IN ('bureau', 'list', 'family')"
        " AND (said_by = 'list') = (import_id IS NOT NULL)",
        name="family_addresses_say_whose",
    ),
    own("family_addresses", "pupil_year_id", target="pupils", remote="pupil_year_id"),
)

family_agreements = Table(
    "family_agreements",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("pupil_year_id", Uuid, primary_key=True),
    Column("agreed_on", Date, nullable=False),
    Column("said_by", Text, nullable=False),
    own("family_agreements", "pupil_year_id", target="pupils", remote="pupil_year_id"),
)

# By a keyed digest: a list that brings the address again does not have it written to again.
family_stops = Table(
    "family_stops",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("address_digest", Text, primary_key=True),
    Column("stop_id", Uuid, nullable=False),
    Column("stopped_at", DateTime(timezone=True), nullable=False),
)

family_writings = Table(
    "family_writings",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("is_open", Boolean, nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
)
