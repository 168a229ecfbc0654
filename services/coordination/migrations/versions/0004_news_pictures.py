"""A picture of a news item: its bureau’s, and the one the network reads."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _picture() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
    )


def upgrade() -> None:
    op.create_table(
        "news_pictures",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("news_id", sa.Uuid(), nullable=False),
        *_picture(),
        sa.PrimaryKeyConstraint("uai", "news_id"),
    )
    op.create_table(
        "published_pictures",
        sa.Column("news_id", sa.Uuid(), nullable=False),
        *_picture(),
        sa.PrimaryKeyConstraint("news_id"),
    )
    row_security(op, "news_pictures", department_wide=True)
    # Reviewed: pictures the supervisor approved, with the consent of who is seen; hers to write.
    row_security(op, "published_pictures", shared=True, department_wide=True)
