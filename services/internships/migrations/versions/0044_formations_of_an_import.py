"""Formations that a class list opened, so that taking it back closes them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0044"
down_revision: str | None = "0043"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "roster_import_formations",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("formation_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "import_id", "formation_id"),
        sa.ForeignKeyConstraint(
            ["uai", "import_id"],
            ["roster_imports.uai", "roster_imports.import_id"],
            name="roster_import_formations_import_id_fkey",
        ),
    )
    row_security(op, "roster_import_formations")


def downgrade() -> None:
    op.drop_table("roster_import_formations")
