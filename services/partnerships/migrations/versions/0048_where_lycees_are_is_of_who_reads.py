"""Where lycées are is said by who is signed in, no longer kept here."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0048"
down_revision: str | None = "0047"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.drop_column("lycees", "commune_version")
    op.drop_column("lycees", "commune")


def downgrade() -> None:
    op.add_column("lycees", sa.Column("commune", sa.Text(), nullable=True))
    op.add_column("lycees", sa.Column("commune_version", sa.Integer(), nullable=True))
