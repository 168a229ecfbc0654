"""Words of the DSDEN about lines of the journal, with what lycées answer."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "journal_words",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("word_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("fact_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("as_practice", sa.Boolean(), nullable=False),
        sa.Column("said_at", instant, nullable=False),
        sa.Column("changed_at", instant, nullable=False),
        sa.Column("seen_at", instant),
        sa.Column("answer", sa.Text()),
        sa.Column("answered_at", instant),
        sa.Column("answer_withdrawn_at", instant),
        sa.Column("withdrawn_at", instant),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "word_id"),
    )
    op.create_index("journal_words_newest", "journal_words", ["said_at", "word_id"])
    op.create_index("journal_words_of_line", "journal_words", ["line_id"])
    row_security(op, "journal_words", department_wide=True)


def downgrade() -> None:
    op.drop_table("journal_words")
