"""What a mail puts into the calendar of its reader, and whether a copy that does may be out."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("mails", sa.Column("calendar", sa.Text(), nullable=True))
    op.add_column("mails", sa.Column("calendar_method", sa.Text(), nullable=True))
    op.add_column("mails", sa.Column("calendar_sequence", sa.Integer(), nullable=True))
    op.add_column("mails", sa.Column("calendar_facts", sa.Text(), nullable=True))
    op.add_column(
        "mails",
        sa.Column("calendar_out", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    for name in ("out", "facts", "sequence", "method"):
        op.drop_column("mails", f"calendar_{name}")
    op.drop_column("mails", "calendar")
