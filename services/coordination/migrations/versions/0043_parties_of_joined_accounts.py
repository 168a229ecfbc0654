"""By which account that went into another one a lycée is concerned by it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0043"
down_revision: str | None = "0042"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("key_account_parties", sa.Column("via_id", sa.Uuid()))


def downgrade() -> None:
    op.drop_column("key_account_parties", "via_id")
