"""The day of a review that was told is kept: a decision that holds again after it is told, once."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0040"
down_revision: str | None = "0039"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("key_accounts", sa.Column("review_told", sa.Date()))


def downgrade() -> None:
    op.drop_column("key_accounts", "review_told")
