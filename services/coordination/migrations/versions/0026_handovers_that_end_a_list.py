"""A list of steps says which hand-over ended it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("onboardings", sa.Column("closed_for", sa.Uuid()))


def downgrade() -> None:
    op.drop_column("onboardings", "closed_for")
