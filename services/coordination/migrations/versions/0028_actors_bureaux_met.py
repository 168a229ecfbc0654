"""Which actors bureaux met, as the department hears of it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "actors_met",
        sa.Column("uai", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("exchange_id", "actor_id")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "exchange_id"),
    )
    op.create_index("actors_met_by_actor", "actors_met", ["actor_id"])
    row_security(op, "actors_met", department_wide=True)


def downgrade() -> None:
    op.drop_table("actors_met")
