"""Which version of a need somebody’s decision left: what is only noted since makes no form late."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0035"
down_revision: str | None = "0034"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("needs", sa.Column("decided_version", sa.Integer()))


def downgrade() -> None:
    op.drop_column("needs", "decided_version")
