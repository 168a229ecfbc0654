"""Where each lycée is: how far a company is from it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0046"
down_revision: str | None = "0045"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("lycees", sa.Column("commune", sa.Text(), nullable=True))
    op.add_column("lycees", sa.Column("commune_version", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("lycees", "commune_version")
    op.drop_column("lycees", "commune")
