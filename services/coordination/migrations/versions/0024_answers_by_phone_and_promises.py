"""The day an actor answered a need by phone, and the promise it was said of that its day is past."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("need_assignments", sa.Column("phoned_on", sa.Date()))
    op.add_column("need_assignments", sa.Column("reminded_for", sa.Date()))
