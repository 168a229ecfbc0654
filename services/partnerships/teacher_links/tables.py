"""The tables of what teachers bring: their links, and what waits for the bureau."""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Table,
    Text,
    Uuid,
    false,
)

from services.partnerships.base.tables import metadata
from services.partnerships.base.texts import FREE_TEXTS, FreeText

# What was given; the secret is derived from the row, and is not here.
teacher_links = Table(
    "teacher_links",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("teacher_link_id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("mail", Text),
    Column("given_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
)

brought = Table(
    "brought",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("brought_id", Uuid, primary_key=True),
    Column("teacher_link_id", Uuid, nullable=False),
    Column("company", Text, nullable=False),
    Column("town", Text),
    Column("reach", Text),
    Column("through", Boolean, nullable=False, server_default=false()),
    Column("outcome", Text),
    Column("note", Text),
    Column("brought_at", DateTime(timezone=True), nullable=False),
    Column("settled", Text),
    Column("settled_at", DateTime(timezone=True)),
    ForeignKeyConstraint(
        ("uai", "teacher_link_id"),
        ["teacher_links.uai", "teacher_links.teacher_link_id"],
        ondelete="CASCADE",
    ),
    Index("brought_by_a_link", "uai", "teacher_link_id"),
)

FREE_TEXTS.add(
    *(
        FreeText(text, key=brought.c.brought_id, on=brought.c.brought_at, of=brought.c.company)
        for text in (brought.c.note, brought.c.reach)
    )
)
