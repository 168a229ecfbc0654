"""Table of confirmations: who is to be asked whether they sent a need, and who was."""

from sqlalchemy import Column, Index, SmallInteger, Table, Text, Uuid

from services.coordination.base.metadata import Instant, metadata

need_confirmations = Table(
    "need_confirmations",
    metadata,
    Column("need_id", Uuid, primary_key=True),
    Column("uai", Text, nullable=False),
    # A keyed digest of the address: it is known again, and not kept.
    Column("mail_digest", Text, nullable=False),
    Column("doubt", SmallInteger, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Index("need_confirmations_by_mail", "mail_digest"),
    Index("need_confirmations_sent", "sent_at"),
)
