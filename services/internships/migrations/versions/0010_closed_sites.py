"""Sites that closed, from the registry."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "closed_sites",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("site_id"),
    )
    # Reviewed: part of the registry all bureaux share.
    row_security(op, "closed_sites", shared=True)


def downgrade() -> None:
    op.drop_table("closed_sites")
