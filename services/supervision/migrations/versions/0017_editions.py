"""What readers outside the DSDEN are told, by edition."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from services.chassis.database.migrations import row_security

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "editions",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("edition_id"),
    )
    op.create_index("editions_newest", "editions", ["made_at"])
    op.create_table(
        "edition_lines",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("of_uai", sa.Text(), nullable=False),
        sa.Column("lycee", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("first_on", sa.Date()),
        sa.PrimaryKeyConstraint("edition_id", "position"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.edition_id"], ondelete="CASCADE"),
    )
    for table in ("editions", "edition_lines"):
        row_security(op, table, shared=True, department_wide=True)


def downgrade() -> None:
    op.drop_table("edition_lines")
    op.drop_table("editions")
