"""What a letter is about besides its own id: places and a reader, whose erasure takes it along."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "mail_subjects",
        sa.Column("uai", sa.Text(), primary_key=True),
        sa.Column("aggregate_id", sa.Uuid(), primary_key=True),
        sa.Column("about_id", sa.Uuid(), primary_key=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("mail_subjects_of_one", "mail_subjects", ["uai", "about_id"])
    row_security(op, "mail_subjects")


def downgrade() -> None:
    op.drop_table("mail_subjects")
