"""The directory of actors, news in all their states, what is published, and links to feeds."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import create_chassis_tables, row_security

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

Instant = sa.DateTime(timezone=True)
NEWS_STATUSES = "status IN ('proposed', 'refused', 'published', 'withdrawn', 'erased')"


def upgrade() -> None:
    create_chassis_tables(op)
    _create_shared()
    _create_own()
    # Reviewed: organisations and their desks, and texts the supervisor approved; both are the
    # department's to write. Names of lycées are public.
    row_security(op, "actors", shared=True, department_wide=True)
    row_security(op, "published_news", shared=True, department_wide=True)
    row_security(op, "lycees", shared=True)
    # The supervisor decides on the proposals of all.
    row_security(op, "news", department_wide=True)
    row_security(op, "feed_links", department_wide=True)


def _create_shared() -> None:
    op.create_table(
        "actors",
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Text())
            for name in ("other_names", "commune", "about", "website", "desk", "mail", "phone")
        ),
        sa.Column("name_key", sa.Text(collation="C"), nullable=False),
        sa.Column("words", sa.Text(collation="C"), nullable=False),
        sa.Column("archived_at", Instant),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("actor_id"),
    )
    op.create_index("actors_by_name", "actors", ["name_key", "actor_id"])
    op.create_table(
        "lycees",
        sa.Column("lycee", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("lycee"),
    )
    op.create_table(
        "published_news",
        sa.Column("news_id", sa.Uuid(), nullable=False),
        sa.Column("lycee", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("body", sa.Text()),
        sa.Column("link", sa.Text()),
        sa.Column("first_published_at", Instant, nullable=False),
        sa.Column("published_at", Instant, nullable=False),
        sa.Column("withdrawn_at", Instant),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (title IS NOT NULL) AND (title IS NULL) = (body IS NULL)"
            " AND (withdrawn_at IS NULL OR link IS NULL)",
            name="published_news_leaves_no_text",
        ),
        sa.PrimaryKeyConstraint("news_id"),
    )
    op.create_index("published_news_newest", "published_news", ["first_published_at", "news_id"])


def _create_own() -> None:
    op.create_table(
        "news",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("news_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("body", sa.Text()),
        sa.Column("link", sa.Text()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("proposed_at", Instant, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(NEWS_STATUSES, name="news_status"),
        sa.CheckConstraint(
            "(status = 'erased') = (title IS NULL) AND (title IS NULL) = (body IS NULL)"
            " AND (status <> 'erased' OR (link IS NULL AND reason IS NULL))",
            name="news_erased_altogether",
        ),
        sa.PrimaryKeyConstraint("uai", "news_id"),
    )
    op.create_index("news_by_id", "news", ["news_id"], unique=True)
    op.create_index("news_newest", "news", ["proposed_at", "news_id"])
    op.create_table(
        "feed_links",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("feed_link_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", Instant, nullable=False),
        sa.Column("closed_at", Instant),
        sa.PrimaryKeyConstraint("uai", "feed_link_id"),
    )
    op.create_index(
        "feed_links_one_open",
        "feed_links",
        ["uai", "account_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
