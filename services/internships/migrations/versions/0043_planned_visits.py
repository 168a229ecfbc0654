"""Planned visits of teachers to hosts: one that stands for each stay."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0043"
down_revision: str | None = "0042"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "planned_visits",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("tutor_id", sa.Uuid(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "visit_id"),
        sa.ForeignKeyConstraint(
            ["uai", "placement_id"],
            ["placements.uai", "placements.placement_id"],
            name="planned_visits_placement_id_fkey",
        ),
    )
    op.create_index("planned_visits_of_a_placement", "planned_visits", ["uai", "placement_id"])
    op.create_index(
        "planned_visits_one_of_a_stay",
        "planned_visits",
        ["uai", "placement_id"],
        unique=True,
        postgresql_where=sa.text("state = 'planned'"),
    )
    row_security(op, "planned_visits")


def downgrade() -> None:
    op.drop_table("planned_visits")
