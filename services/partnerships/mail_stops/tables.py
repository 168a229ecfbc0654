"""The table of addresses that want no mail."""

from sqlalchemy import Column, DateTime, Table, Text

from services.partnerships.base.tables import metadata

# Addresses nobody may write to, of whichever lycée: a digest under the service's key, no address.
mail_stops = Table(
    "mail_stops",
    metadata,
    Column("address_digest", Text, primary_key=True),
    Column("stopped_at", DateTime(timezone=True), nullable=False),
)
