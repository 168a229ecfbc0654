"""Whether a copy of a mail may be out: only then must the next one say the same."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "mails",
        sa.Column("may_have_left", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    # Nobody wrote down what became of earlier attempts: those mails go on saying what they said.
    op.alter_column("mails", "may_have_left", server_default=sa.false())


def downgrade() -> None:
    op.drop_column("mails", "may_have_left")
