"""Who noted that a host agreed: nobody is written to about what they did themselves."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0032"
down_revision: str | None = "0031"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("placements", sa.Column("confirmed_by", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("placements", "confirmed_by")
