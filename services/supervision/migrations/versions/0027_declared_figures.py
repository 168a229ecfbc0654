"""Figures that lycées which publish none told the supervisor, and lycées that are not in yet."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "declared_lycees",
        sa.Column("lycee_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("lycee_id"),
        sa.UniqueConstraint("uai", name="declared_lycees_uai"),
    )
    op.create_table(
        "declared_figures",
        sa.Column("figure_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("uai", "indicator", "month")),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer()),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("figure_id"),
        sa.CheckConstraint("numerator >= 0", name="declared_figures_counted"),
        sa.CheckConstraint("numerator <= denominator", name="declared_figures_part"),
    )
    op.create_index(
        "declared_figures_once",
        "declared_figures",
        ["uai", "indicator", "month"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    for table in ("declared_lycees", "declared_figures"):
        row_security(op, table, department_wide=True)


def downgrade() -> None:
    op.drop_table("declared_figures")
    op.drop_table("declared_lycees")
