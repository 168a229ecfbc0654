"""Whether the mail left without which no unused account is erased."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("inactivity_warnings", sa.Column("told_on", sa.Date()))


def downgrade() -> None:
    op.drop_column("inactivity_warnings", "told_on")
