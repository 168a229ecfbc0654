"""Whose access it was stays known once it ended, so that their erasure is told to the portal."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0041"
down_revision: str | None = "0040"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "ended_accesses",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unused_on", sa.Date()),
        sa.PrimaryKeyConstraint("account_id"),
    )
    op.create_index("ended_accesses_of_a_person", "ended_accesses", ["person_id"])
    row_security(op, "ended_accesses", department_wide=True)


def downgrade() -> None:
    op.drop_table("ended_accesses")
