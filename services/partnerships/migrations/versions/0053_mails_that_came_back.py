"""Addresses a mail came back from."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0053"
down_revision: str | None = "0052"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "mail_returns",
        sa.Column("address_digest", sa.Text(), nullable=False),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("address_digest"),
        sa.UniqueConstraint("return_id"),
    )
    # Reviewed: digests under the service's key, which tell no address; what comes back does so for all lycées.
    row_security(op, "mail_returns", shared=True)


def downgrade() -> None:
    op.drop_table("mail_returns")
