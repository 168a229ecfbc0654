"""A pupil who is erased leaves a row without a name, for the figures."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("pupils", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    for name in ("last_name", "first_name", "name_key"):
        op.alter_column("pupils", name, nullable=True)
    op.create_check_constraint(
        "pupils_erased_altogether",
        "pupils",
        "(erased_at IS NULL) = (last_name IS NOT NULL) AND (last_name IS NULL) = (first_name IS NULL)"
        " AND (last_name IS NULL) = (name_key IS NULL)",
    )
