"""Who began an import, and when: they are told how it ended."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0056"
down_revision: str | None = "0055"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("imports", sa.Column("begun_by", sa.Uuid()))
    op.add_column("imports", sa.Column("begun_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("imports", "begun_at")
    op.drop_column("imports", "begun_by")
