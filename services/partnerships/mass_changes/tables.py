"""The tables of changes to many companies at once: each lycée's own, kept as long as they can be undone."""

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    Table,
    Text,
    Uuid,
    false,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.partnerships.base.tables import metadata
from services.partnerships.base.texts import FREE_TEXTS, FreeText
from services.partnerships.companies.tables.references import REFERENCES, CompanyReference

mass_changes = Table(
    "mass_changes",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("change_id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    # What the tasks will say; the note is theirs once they are made.
    Column("code", Text),
    Column("note", Text),
    Column("due_on", Date),
    Column("assignee", Uuid),
    Column("urgent", Boolean, nullable=False, server_default=false()),
    Column("stage", Text),
    Column("naf", Text),
    Column("action_id", Uuid),
    Column("asked_by", Uuid, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("status", Text, nullable=False),
    Column("previewed_at", DateTime(timezone=True), nullable=False),
    Column("done_at", DateTime(timezone=True)),
    Column("undone_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    CheckConstraint(
        "status IN ('previewed', 'running', 'done', 'undoing', 'undone')",
        name="mass_changes_status",
    ),
)

mass_change_rows = Table(
    "mass_change_rows",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("change_id", Uuid, primary_key=True),
    # No foreign key: what was done stays told of a card that became one with another.
    Column("company_id", Uuid, primary_key=True),
    Column("rank", Integer, nullable=False),
    Column("left_because", Text),
    Column("before", JSONB(none_as_null=True)),
    Column("after", JSONB(none_as_null=True)),
    Column("done", Boolean, nullable=False, server_default=false()),
    Column("undone", Boolean, nullable=False, server_default=false()),
    Column("kept_because", Text),
    ForeignKeyConstraint(
        ("uai", "change_id"),
        ["mass_changes.uai", "mass_changes.change_id"],
        ondelete="CASCADE",
    ),
)

REFERENCES.add(CompanyReference(mass_change_rows, follows=False))

FREE_TEXTS.add(
    FreeText(
        mass_changes.c.note,
        key=mass_changes.c.change_id,
        on=mass_changes.c.previewed_at,
        of="Tâche pour plusieurs entreprises",
    )
)
