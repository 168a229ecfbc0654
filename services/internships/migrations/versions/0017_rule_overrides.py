"""Rules somebody went past for a place."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "rule_overrides",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("override_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("overridden_on", sa.Date(), nullable=False),
        sa.Column("overridden_as", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("uai", "override_id"),
        sa.UniqueConstraint("uai", "placement_id", "rule", name="rule_overrides_one_a_rule"),
        sa.ForeignKeyConstraint(
            ("uai", "placement_id"),
            ["placements.uai", "placements.placement_id"],
            name="rule_overrides_placement_id_fkey",
        ),
    )
    row_security(op, "rule_overrides")


def downgrade() -> None:
    op.drop_table("rule_overrides")
