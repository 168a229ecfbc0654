"""Who of the bureau noted an exchange."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0042"
down_revision: str | None = "0041"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("interactions", sa.Column("noted_by", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("interactions", "noted_by")
