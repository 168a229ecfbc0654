"""What imports did, so that they can be undone, and the sites places were proposed at."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.chassis.database.migrations import row_security

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("imports", sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_constraint("imports_status", "imports")
    op.create_check_constraint(
        "imports_status",
        "imports",
        "status IN ('previewed', 'running', 'completed', 'undoing', 'undone')",
    )
    op.drop_constraint("import_rows_company_id_fkey", "import_rows")
    op.create_table(
        "import_effects",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=True),
        sa.Column("after", postgresql.JSONB(), nullable=True),
        sa.Column("followed", postgresql.JSONB(), nullable=False),
        sa.Column("contacts", postgresql.JSONB(), nullable=False),
        sa.Column("undone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("outcome", postgresql.JSONB(), nullable=True),
        sa.ForeignKeyConstraint(["uai", "import_id"], ["imports.uai", "imports.import_id"]),
        sa.PrimaryKeyConstraint("uai", "import_id", "company_id", "part"),
    )
    op.create_table(
        "places",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.company_id"]),
        sa.ForeignKeyConstraint(["site_id"], ["sites.site_id"]),
        sa.PrimaryKeyConstraint("uai", "placement_id"),
    )
    op.create_index("places_of_a_company", "places", ["uai", "company_id"])
    row_security(op, "import_effects")
    row_security(op, "places")
