"""A meeting remembers what the department was told of it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TOLD = (("told_attended", sa.Integer), ("told_decisions", sa.Integer), ("told_on", sa.Date))


def upgrade() -> None:
    for name, kind in TOLD:
        op.add_column("meetings", sa.Column(name, kind()))


def downgrade() -> None:
    for name, _ in TOLD:
        op.drop_column("meetings", name)
