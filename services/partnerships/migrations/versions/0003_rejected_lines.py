"""What a file is like, so that its rejected lines can be given back."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    for name, kind, default in (
        ("headings", postgresql.JSONB(), "[]"),
        ("sheet", sa.Text(), ""),
        ("unread_sheets", postgresql.JSONB(), "[]"),
    ):
        op.add_column("imports", sa.Column(name, kind, server_default=default, nullable=False))
