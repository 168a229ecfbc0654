"""Tables of imported lists, their lines and what they did."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    false,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.chassis.files.headings import headings_table
from services.partnerships.base.tables import metadata
from services.partnerships.companies.tables.references import REFERENCES, CompanyReference

imports = Table(
    "imports",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("import_id", Uuid, primary_key=True),
    Column("source", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("previewed_at", DateTime(timezone=True), nullable=False),
    Column("completed_at", DateTime(timezone=True)),
    # As the file has them: rejected lines are given back under them.
    Column("headings", JSONB, nullable=False, server_default="[]"),
    Column("sheet", Text, nullable=False, server_default=""),
    Column("unread_sheets", JSONB, nullable=False, server_default="[]"),
    # How many cells the file has, and those that nothing was made of.
    Column("cells", JSONB(none_as_null=True)),
    Column("undone_at", DateTime(timezone=True)),
    # Who confirmed it, or had it go on, last.
    Column("begun_by", Uuid),
    Column("begun_at", DateTime(timezone=True)),
    CheckConstraint(
        "status IN ('uploaded', 'previewed', 'running', 'stopped', 'completed', 'undoing', 'undone')",
        name="imports_status",
    ),
)


# The file itself, until the import is confirmed or given up: its columns can be said anew.
import_files = Table(
    "import_files",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("import_id", Uuid, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    # The row of the headings, and the columns with what they were taken for.
    Column("line", Integer, nullable=False),
    Column("columns", JSONB, nullable=False),
    ForeignKeyConstraint(("uai", "import_id"), ["imports.uai", "imports.import_id"]),
)


import_headings = headings_table(metadata)


import_rows = Table(
    "import_rows",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("import_id", Uuid, primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    # No foreign key: another lycée's undone import may still name a company that is gone.
    Column("company_id", Uuid),
    # What the line holds until it is recorded; of a rejected one its cells, for a month.
    Column("values", JSONB(none_as_null=True)),
    Column("done", Boolean, nullable=False),
    ForeignKeyConstraint(("uai", "import_id"), ["imports.uai", "imports.import_id"]),
)


# What an import did to a company, kept for a month so that it can be undone.
import_effects = Table(
    "import_effects",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("import_id", Uuid, primary_key=True),
    Column("company_id", Uuid, primary_key=True),
    # The first line recorded in the same transaction.
    Column("part", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("before", JSONB(none_as_null=True)),
    Column("after", JSONB(none_as_null=True)),
    Column("followed", JSONB, nullable=False),
    Column("contacts", JSONB, nullable=False),
    # The lycée's notes on it, and exchanges of before, that the list told of.
    Column("notes", JSONB, nullable=False, server_default="[]"),
    Column("exchanges", JSONB, nullable=False, server_default="[]"),
    Column("undone", Boolean, nullable=False, server_default=false()),
    # What undoing did and kept, on the row of one part.
    Column("outcome", JSONB(none_as_null=True)),
    ForeignKeyConstraint(("uai", "import_id"), ["imports.uai", "imports.import_id"]),
)

REFERENCES.add(
    # What imports did stays told of the card they did it to: the way to it leads on.
    CompanyReference(import_rows, follows=False),
    CompanyReference(import_effects, follows=False),
)
