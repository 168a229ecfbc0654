"""Which rows of an import that was taken back stay as they are, and why."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0042"
down_revision: str | None = "0041"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

IMPORTS = ("actor_imports", "actor_people_imports")


def upgrade() -> None:
    for table in IMPORTS:
        op.add_column(table, sa.Column("staying", JSONB()))


def downgrade() -> None:
    for table in IMPORTS:
        op.drop_column(table, "staying")
