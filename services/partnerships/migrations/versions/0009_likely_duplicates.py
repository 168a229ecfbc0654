"""Likeness of names (pg_trgm), and the pairs somebody said are two companies."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # A trusted extension: who owns the database may add it.
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.create_index("sites_by_place", "sites", ["place_key", "company_id"])
    op.create_table(
        "distinct_companies",
        sa.Column("low_id", sa.Uuid(), nullable=False),
        sa.Column("high_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.CheckConstraint("low_id < high_id", name="distinct_companies_in_order"),
        sa.PrimaryKeyConstraint("low_id", "high_id", "uai"),
    )
    row_security(op, "distinct_companies", shared=True)


def downgrade() -> None:
    op.drop_table("distinct_companies")
    op.drop_index("sites_by_place", "sites")
    op.execute("DROP EXTENSION pg_trgm")
