"""Who objected is known again by a digest of their address, once nothing else of them is kept."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0036"
down_revision: str | None = "0035"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "actor_refusals",
        sa.Column("address_digest", sa.Text(), nullable=False),
        sa.Column("refusal_id", sa.Uuid(), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address_digest"),
        sa.UniqueConstraint("refusal_id"),
    )
    # Reviewed: a digest and a day, written by the person themselves in the scope of their link.
    row_security(op, "actor_refusals", shared=True)


def downgrade() -> None:
    op.drop_table("actor_refusals")
