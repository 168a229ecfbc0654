"""Since when everybody may read a news item."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("published_news", sa.Column("public_at", sa.DateTime(timezone=True)))
    op.create_check_constraint(
        "published_news_withdrawn_from_all",
        "published_news",
        "withdrawn_at IS NULL OR public_at IS NULL",
    )
    op.create_index(
        "published_news_public",
        "published_news",
        ["public_at", "news_id"],
        postgresql_where=sa.text("public_at IS NOT NULL"),
    )
