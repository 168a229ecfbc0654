"""What a bureau leaves to whoever comes next."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "handover_words",
        sa.Column("uai", sa.Text(), sa.ForeignKey("lycees.uai"), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Uuid(), sa.ForeignKey("accounts.account_id")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "subject"),
    )
    row_security(op, "handover_words")


def downgrade() -> None:
    op.drop_table("handover_words")
