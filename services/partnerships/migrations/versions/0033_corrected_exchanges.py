"""What an exchange was called before it was corrected, so that a late correction is shown the other one."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0033"
down_revision: str | None = "0032"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "interactions", sa.Column("former_ids", postgresql.ARRAY(sa.Uuid()), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("interactions", "former_ids")
