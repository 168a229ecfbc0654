"""The monthly reports: their text, and what was sent."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from services.chassis.database.migrations import row_security

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "month_texts",
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("highlights", sa.Text(), nullable=False),
        sa.Column("concerns", sa.Text(), nullable=False),
        sa.Column("next_steps", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("text_id"),
        sa.UniqueConstraint("month", name="month_texts_month"),
    )
    op.create_table(
        "month_records",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("figures", JSONB(), nullable=False),
        sa.Column("text", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("report_id"),
    )
    op.create_index("month_records_of", "month_records", ["month", "taken_at"])
    for table in ("month_texts", "month_records"):
        row_security(op, table, shared=True, department_wide=True)


def downgrade() -> None:
    op.drop_table("month_records")
    op.drop_table("month_texts")
