"""Merges of two cards, and what undoing them needs."""

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
    _create_merges()
    op.create_table(
        "merged_sites",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("site_key", sa.Text(), nullable=False),
        sa.Column("into_id", sa.Uuid(), nullable=False),
        sa.Column("merge_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("site_id"),
    )
    for name, column in (
        ("by_key", "site_key"),
        ("of_a_site", "into_id"),
        ("of_a_merge", "merge_id"),
    ):
        op.create_index(f"merged_sites_{name}", "merged_sites", [column])
    op.create_table(
        "merge_moves",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("merge_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("moved_table", sa.Text(), nullable=False),
        sa.Column("row_key", JSONB(), nullable=False),
        sa.Column("was", JSONB(), nullable=False),
        sa.Column("other_was", JSONB()),
        sa.Column("became", JSONB()),
        sa.PrimaryKeyConstraint("uai", "merge_id", "position"),
    )
    row_security(op, "merges", shared=True)
    row_security(op, "merged_sites", shared=True)
    row_security(op, "merge_moves")


def _create_merges() -> None:
    op.create_table(
        "merges",
        sa.Column("merge_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("absorbed_id", sa.Uuid(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_version", sa.Integer(), nullable=False),
        sa.Column("absorbed_version", sa.Integer(), nullable=False),
        sa.Column("before", JSONB(), nullable=False),
        sa.Column("after", JSONB(), nullable=False),
        sa.Column("absorbed", JSONB(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("merge_id"),
    )
    op.create_index("merges_of_a_company", "merges", ["kept_id"])
    op.create_index(
        "merges_standing",
        "merges",
        ["absorbed_id"],
        unique=True,
        postgresql_where=sa.text("undone_at IS NULL"),
    )


def downgrade() -> None:
    for table in ("merge_moves", "merged_sites", "merges"):
        op.drop_table(table)
