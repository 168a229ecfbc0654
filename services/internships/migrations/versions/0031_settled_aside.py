"""Whose a period was before its dates said that it goes on."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLE = "period_formations"
COLUMNS = ("settled_aside", "settled_left_aside")


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column(TABLE, sa.Column(column, sa.ARRAY(sa.Uuid()), nullable=True))


def downgrade() -> None:
    for column in COLUMNS:
        op.drop_column(TABLE, column)
