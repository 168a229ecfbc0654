"""To which contact of a company a mail goes: its card is told when it does not arrive."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("mails", sa.Column("contact_id", sa.Uuid(), nullable=True))
    op.add_column("mails", sa.Column("contact_version", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("mails", "contact_version")
    op.drop_column("mails", "contact_id")
