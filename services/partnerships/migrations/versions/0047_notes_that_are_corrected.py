"""A note on a company is corrected: who had the text before it is told."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0047"
down_revision: str | None = "0046"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    version = sa.Column("version", sa.Integer(), nullable=False, server_default="1")
    op.add_column("company_notes", version)


def downgrade() -> None:
    op.drop_column("company_notes", "version")
