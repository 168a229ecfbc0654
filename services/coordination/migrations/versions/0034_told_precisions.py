"""When it was last told that a company added something to its need."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0034"
down_revision: str | None = "0033"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("needs", sa.Column("precisions_told_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("needs", "precisions_told_at")
