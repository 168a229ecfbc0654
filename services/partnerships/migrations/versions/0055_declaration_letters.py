"""Letters to companies about declarations of regulated work that run out."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0055"
down_revision: str | None = "0054"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "declaration_letters",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("declaration_id", sa.Uuid(), nullable=False),
        sa.Column("threshold", sa.SmallInteger(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "declaration_id", "threshold"),
        sa.ForeignKeyConstraint(
            ["uai", "declaration_id"],
            ["declarations.uai", "declarations.declaration_id"],
            ondelete="CASCADE",
        ),
    )
    op.create_index("declaration_letters_by_id", "declaration_letters", ["uai", "letter_id"])
    row_security(op, "declaration_letters")


def downgrade() -> None:
    op.drop_table("declaration_letters")
