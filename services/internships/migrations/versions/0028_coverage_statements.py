"""The nightly statements of coverage."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Whoever has published a period states from now on; the first statement plans the nights after.
PLANNED = """
    INSERT INTO due_work (job, uai, key, due_at)
    SELECT DISTINCT 'state_coverage', uai, 'first', now() FROM coverages
"""


def upgrade() -> None:
    op.create_table(
        "coverage_statements",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("school_year", sa.Text(), nullable=False),
        sa.Column("totals_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "school_year"),
    )
    for table in ("coverages", "due_work"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(PLANNED)
    for table in ("coverages", "due_work"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    row_security(op, "coverage_statements")


def downgrade() -> None:
    op.execute("DELETE FROM due_work WHERE job = 'state_coverage'")
    op.drop_table("coverage_statements")
