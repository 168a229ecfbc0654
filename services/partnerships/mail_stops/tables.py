"""Tables of addresses no mail goes to: those that want none, and those that none reaches."""

from sqlalchemy import Column, DateTime, Table, Text, Uuid

from services.partnerships.base.tables import metadata

# Addresses nobody may write to, of whichever lycée: a digest under the service's key, no address.
mail_stops = Table(
    "mail_stops",
    metadata,
    Column("address_digest", Text, primary_key=True),
    Column("stopped_at", DateTime(timezone=True), nullable=False),
)

# Addresses a mail came back from, known in the same way.
mail_returns = Table(
    "mail_returns",
    metadata,
    Column("address_digest", Text, primary_key=True),
    Column("return_id", Uuid, nullable=False, unique=True),
    Column("returned_at", DateTime(timezone=True), nullable=False),
    Column("reason", Text, nullable=False),
)
