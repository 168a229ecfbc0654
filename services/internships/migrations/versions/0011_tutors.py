"""Who follows a pupil at the host: a contact of the lycée, without a name."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("placements", sa.Column("tutor_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("placements", "tutor_id")
