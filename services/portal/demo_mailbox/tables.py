"""Table of the mails of the demonstration."""

from sqlalchemy import Column, LargeBinary, Table, Text, Uuid

from services.portal.base.metadata import Instant, metadata

demo_mails = Table(
    "demo_mails",
    metadata,
    Column("mail_id", Uuid, primary_key=True),
    Column("received_at", Instant, nullable=False),
    Column("sender", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
