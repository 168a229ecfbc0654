"""Who of the network takes part in an action: read again from the stream by an upgrade."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    partners: sa.Column[object] = sa.Column(
        "partners", sa.ARRAY(sa.Text()), nullable=False, server_default="{}"
    )
    op.add_column("actions", partners)
    # Of rows that are there alone: the fold says it of each, empty too.
    op.alter_column("actions", "partners", server_default=None)


def downgrade() -> None:
    op.drop_column("actions", "partners")
