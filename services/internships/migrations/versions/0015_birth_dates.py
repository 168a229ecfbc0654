"""When pupils were born and the commune they live in, erased with their names."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("pupils", sa.Column("born_on", sa.Date(), nullable=True))
    op.add_column("pupils", sa.Column("commune", sa.Text(), nullable=True))
    op.create_check_constraint(
        "pupils_erased_with_what_is_known",
        "pupils",
        "erased_at IS NULL OR (born_on IS NULL AND commune IS NULL)",
    )


def downgrade() -> None:
    for column in ("commune", "born_on"):
        op.drop_column("pupils", column)
