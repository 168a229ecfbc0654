"""What heads open and close to the department, and what they say beside a figure."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from services.chassis.database.migrations import row_security

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "publications",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("steps", JSONB(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "family"),
    )
    op.create_table(
        "figure_comments",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("coverage_id", sa.Uuid(), nullable=True),
        sa.Column("lycee", sa.Text(), nullable=False),
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("uai", "comment_id"),
        sa.UniqueConstraint(
            "uai",
            "family",
            "coverage_id",
            name="figure_comments_one_a_figure",
            postgresql_nulls_not_distinct=True,
        ),
        sa.ForeignKeyConstraint(
            ("uai", "coverage_id"),
            ["coverages.uai", "coverages.coverage_id"],
            name="figure_comments_coverage_id_fkey",
            ondelete="CASCADE",
        ),
    )
    op.add_column(
        "tallies",
        sa.Column("withheld", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    row_security(op, "publications")
    # The one table of this service the supervisor reads: heads write it for them.
    row_security(op, "figure_comments", department_wide=True)


def downgrade() -> None:
    op.drop_table("figure_comments")
    op.drop_table("publications")
    op.drop_column("tallies", "withheld")
