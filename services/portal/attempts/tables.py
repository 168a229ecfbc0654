"""Table of failed attempts, which have no lycée."""

from sqlalchemy import Column, Index, Table, Text, Uuid

from services.portal.base.metadata import Instant, metadata

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("failure_id", Uuid, primary_key=True),
    Column("about", Text, nullable=False),
    Column("failed_at", Instant, nullable=False),
)
Index("sign_in_failures_about", sign_in_failures.c.about, sign_in_failures.c.failed_at)
