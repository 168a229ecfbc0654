"""Troubles of what is heard of lycées, stated once each."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "troubles",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("trouble_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("of_uai", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("trouble_id"),
    )
    op.create_index(
        "troubles_open",
        "troubles",
        ["kind", "of_uai"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    row_security(op, "troubles", department_wide=True)


def downgrade() -> None:
    op.drop_table("troubles")
