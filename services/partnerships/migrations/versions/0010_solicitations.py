"""Who asked which host when, and the rules the department decides."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "solicitations",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("by_place", sa.Boolean(), nullable=False),
        sa.Column("solicited_on", sa.Date(), nullable=False),
        sa.Column("told_as", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["sites.site_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("uai", "source_id"),
    )
    op.create_index("solicitations_of_a_site", "solicitations", ["site_id", "solicited_on"])
    op.create_index("solicitations_untold", "solicitations", ["uai", "solicited_on"])
    op.create_table(
        "network_rules",
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("rule", "from_on"),
    )
    # Reviewed: dates alone, which every bureau has to see before it calls.
    row_security(op, "solicitations", shared=True)
    row_security(op, "network_rules", shared=True, department_wide=True)


def downgrade() -> None:
    op.drop_table("network_rules")
    op.drop_table("solicitations")
