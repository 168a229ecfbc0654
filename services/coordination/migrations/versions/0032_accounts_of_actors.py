"""Which account of a partner answers for which actor of the directory."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0032"
down_revision: str | None = "0031"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "actor_accounts",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("tied_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actors.actor_id"], name="actor_accounts_actor_id_fkey"
        ),
        sa.PrimaryKeyConstraint("account_id"),
    )
    op.create_index("actor_accounts_of_one", "actor_accounts", ["actor_id"])
    row_security(op, "actor_accounts", department_wide=True)


def downgrade() -> None:
    op.drop_table("actor_accounts")
