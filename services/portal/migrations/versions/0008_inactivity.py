"""When an account was used last, and what its owner is told before an unused one is erased."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    # Nobody noted when an account was used before: each counts from the upgrade on.
    op.add_column("accounts", sa.Column("used_at", INSTANT, server_default=sa.func.now()))
    op.alter_column("accounts", "used_at", server_default=None)
    op.create_table(
        "inactivity_warnings",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), sa.ForeignKey("accounts.account_id"), primary_key=True),
        sa.Column("used_at", INSTANT, nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False, unique=True),
        sa.Column("last_id", sa.Uuid(), unique=True),
        sa.Column("last_on", sa.Date()),
    )
    row_security(op, "inactivity_warnings", department_wide=True)


def downgrade() -> None:
    op.drop_table("inactivity_warnings")
    op.drop_column("accounts", "used_at")
