"""What columns are said to be, imports that were stopped, sites an undone import took away."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.chassis.database.migrations import row_security

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.drop_constraint("imports_status", "imports")
    op.create_check_constraint(
        "imports_status",
        "imports",
        "status IN ('uploaded', 'previewed', 'running', 'stopped', 'completed', 'undoing', 'undone')",
    )
    op.create_table(
        "import_files",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("columns", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["uai", "import_id"], ["imports.uai", "imports.import_id"]),
        sa.PrimaryKeyConstraint("uai", "import_id"),
    )
    op.create_table(
        "import_headings",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("heading_key", sa.Text(collation="C"), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("remembered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("uai", "heading_key"),
    )
    op.create_table(
        "departed_sites",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("site_key", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("card", postgresql.JSONB(), nullable=False),
        sa.Column("departed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("site_id"),
    )
    op.create_index("departed_sites_by_key", "departed_sites", ["site_key"])
    row_security(op, "import_files")
    row_security(op, "import_headings")
    row_security(op, "departed_sites", shared=True)
    # Undoing an import sees what others rely on by their acquaintances, not by their places.
    for table in ("places", "acquaintances"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "INSERT INTO acquaintances (uai, site_id, company_id)"
        " SELECT DISTINCT uai, site_id, company_id FROM places ON CONFLICT DO NOTHING"
    )
    for table in ("places", "acquaintances"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
