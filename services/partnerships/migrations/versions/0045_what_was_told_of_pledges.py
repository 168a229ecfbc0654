"""Of how many companies, and how much, the last total of pledges was.

It is not known of totals told before: each is told once more, and remembered from then on.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0045"
down_revision: str | None = "0044"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    for name in ("told_companies", "told_euros"):
        op.add_column("tax_totals", sa.Column(name, sa.Integer(), nullable=True))


def downgrade() -> None:
    for name in ("told_euros", "told_companies"):
        op.drop_column("tax_totals", name)
