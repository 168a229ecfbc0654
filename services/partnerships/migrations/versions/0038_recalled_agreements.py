"""Of each agreement, when its end was last spoken of by mail, so that each step is said once."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0038"
down_revision: str | None = "0037"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("partnerships", sa.Column("recalled_on", sa.Date(), nullable=True))
    op.add_column("partnerships", sa.Column("recalled_in", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("partnerships", "recalled_in")
    op.drop_column("partnerships", "recalled_on")
