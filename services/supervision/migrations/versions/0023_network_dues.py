"""What waits in the network, at each lycée: read again from the stream by an upgrade."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "network_dues",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("due_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("working_days", sa.Integer()),
        sa.Column("outcome", sa.Text()),
        sa.Column("escalated", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "due_id"),
    )
    op.create_index("network_dues_since", "network_dues", ["kind", "since_on"])
    row_security(op, "network_dues", department_wide=True)


def downgrade() -> None:
    op.drop_table("network_dues")
