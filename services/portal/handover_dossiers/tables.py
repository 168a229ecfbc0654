"""The table of what bureaux leave to whoever comes next: each lycée's own."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, Uuid

from services.portal.base.metadata import Instant, metadata

handover_words = Table(
    "handover_words",
    metadata,
    Column("uai", Text, ForeignKey("lycees.uai"), primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("written_by", Uuid, ForeignKey("accounts.account_id")),
    Column("version", Integer, nullable=False),
)
