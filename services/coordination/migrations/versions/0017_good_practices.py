"""Good practices, what is said of them and who does the same."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "good_practices",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("uai", "theme", "title", "text")),
        sa.Column("link", sa.Text()),
        sa.Column("words", sa.Text(collation="C"), nullable=False),
        *(sa.Column(name, Instant, nullable=False) for name in ("shared_at", "changed_at")),
        *(sa.Column(name, Instant) for name in ("pinned_at", "withdrawn_at")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("practice_id"),
    )
    op.create_index("good_practices_newest", "good_practices", ["shared_at", "practice_id"])
    op.create_table(
        "practice_comments",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("withdrawn_at", Instant),
        sa.PrimaryKeyConstraint("comment_id"),
    )
    op.create_index("practice_comments_of", "practice_comments", ["practice_id"])
    op.create_table(
        "practice_adoptions",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("practice_id", "uai"),
    )
    # All bureaux read them; each writes its own, and the supervisor all.
    for table in ("good_practices", "practice_comments", "practice_adoptions"):
        row_security(op, table, shared=True, department_wide=True)
