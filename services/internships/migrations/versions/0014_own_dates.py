"""The days a pupil is really at a host, where they are not those of the period."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("placements", sa.Column("own_starts_on", sa.Date(), nullable=True))
    op.add_column("placements", sa.Column("own_ends_on", sa.Date(), nullable=True))
    op.add_column("placements", sa.Column("dates_reason", sa.Text(), nullable=True))
    op.create_check_constraint(
        "placements_own_dates_in_order",
        "placements",
        "own_starts_on <= own_ends_on OR (own_starts_on IS NULL AND own_ends_on IS NULL)",
    )
    op.create_check_constraint(
        "placements_own_dates_have_a_reason",
        "placements",
        "(own_starts_on IS NULL) = (dates_reason IS NULL)"
        " AND (own_starts_on IS NULL) = (own_ends_on IS NULL)",
    )


def downgrade() -> None:
    for column in ("dates_reason", "own_ends_on", "own_starts_on"):
        op.drop_column("placements", column)
