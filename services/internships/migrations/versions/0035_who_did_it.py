"""Who raised an alert, noted the end of a place, moved an agreement or an aid: nobody is told of what they did."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0035"
down_revision: str | None = "0034"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COLUMNS = (
    ("alerts", "raised_by"),
    ("placements", "ended_by"),
    ("agreements", "moved_by"),
    ("mobility_aids", "moved_by"),
)


def upgrade() -> None:
    for table, column in COLUMNS:
        op.add_column(table, sa.Column(column, sa.Uuid(), nullable=True))


def downgrade() -> None:
    for table, column in reversed(COLUMNS):
        op.drop_column(table, column)
