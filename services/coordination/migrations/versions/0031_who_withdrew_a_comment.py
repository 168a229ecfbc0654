"""Who withdrew a comment of a good practice: they alone put it back."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("practice_comments", sa.Column("withdrawn_by", sa.Text()))


def downgrade() -> None:
    op.drop_column("practice_comments", "withdrawn_by")
