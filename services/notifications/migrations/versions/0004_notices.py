"""Notices: what people are told, and how each wants to hear of it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_UNREAD = sa.text("read_at IS NULL AND over_at IS NULL")
_TO_GATHER = sa.text("digest_id IS NULL AND read_at IS NULL AND over_at IS NULL")


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "notices",
        sa.Column("uai", sa.Text(), primary_key=True),
        sa.Column("notice_id", sa.Uuid(), primary_key=True),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.Uuid(), nullable=False),
        sa.Column("rhythm", sa.Text(), nullable=False),
        sa.Column("told_at", instant, nullable=False),
        sa.Column("read_at", instant),
        sa.Column("over_at", instant),
        sa.Column("digest_id", sa.Uuid()),
        sa.UniqueConstraint("account_id", "cause", "kind", name="notices_once"),
    )
    op.create_index("notices_of_an_account", "notices", ["account_id", "told_at", "notice_id"])
    op.create_index("notices_unread", "notices", ["account_id"], postgresql_where=_UNREAD)
    op.create_index("notices_about", "notices", ["uai", "about"])
    op.create_index("notices_to_gather", "notices", ["rhythm"], postgresql_where=_TO_GATHER)
    op.create_index("notices_of_a_digest", "notices", ["digest_id"])
    op.create_index("notices_by_age", "notices", ["told_at"])
    op.create_table(
        "notice_choices",
        sa.Column("account_id", sa.Uuid(), primary_key=True),
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("rhythm", sa.Text(), nullable=False),
        sa.Column("chosen_at", instant, nullable=False),
    )
    row_security(op, "notices", department_wide=True)
    row_security(op, "notice_choices", shared=True)


def downgrade() -> None:
    op.drop_table("notice_choices")
    op.drop_table("notices")
