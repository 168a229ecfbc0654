"""The days each lycée's head keeps a family of facts from the department."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "publications",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("closed_from", sa.ARRAY(sa.Date()), nullable=False),
        sa.Column("closed_until", sa.ARRAY(sa.Date()), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "family"),
    )
    row_security(op, "publications", department_wide=True)


def downgrade() -> None:
    op.drop_table("publications")
