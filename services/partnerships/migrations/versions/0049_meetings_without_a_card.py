"""First meetings that were told, with companies an older copy of the registry no longer has."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0049"
down_revision: str | None = "0048"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "cardless_meetings",
        sa.Column("uai", sa.Text(), primary_key=True),
        sa.Column("company_id", sa.Uuid(), primary_key=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("onboarded_on", sa.Date(), nullable=False),
    )
    row_security(op, "cardless_meetings")


def downgrade() -> None:
    op.drop_table("cardless_meetings")
