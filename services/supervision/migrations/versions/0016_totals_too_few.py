"""Totals that are of too few to be told: neither a count nor an amount."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COLUMNS = (
    *(("tax_totals", "companies"), ("tax_totals", "amount_euros")),
    *(("mobility_totals", "pupils"), ("mobility_totals", "amount_euros")),
)


def upgrade() -> None:
    for table, column in COLUMNS:
        op.alter_column(table, column, nullable=True)


def downgrade() -> None:
    for table, column in COLUMNS:
        of = sa.table(table, sa.column(column))
        op.execute(sa.delete(of).where(of.c[column].is_(None)))
        op.alter_column(table, column, nullable=False)
