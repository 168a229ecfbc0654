"""The table of profiles: one row a lycée, none before somebody filled it in."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text

from services.portal.base.metadata import metadata

lycee_profiles = Table(
    "lycee_profiles",
    metadata,
    Column("uai", Text, ForeignKey("lycees.uai"), primary_key=True),
    Column("address", Text),
    Column("postcode", Text),
    Column("town", Text),
    Column("phone", Text),
    Column("mail", Text),
    Column("head_name", Text),
    Column("head_title", Text),
    Column("insurer", Text),
    Column("policy", Text),
    Column("hours", Text),
    Column("logo", LargeBinary),
    # The ending of its file.
    Column("logo_kind", Text),
    Column("version", Integer, nullable=False),
)
