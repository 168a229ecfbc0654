"""Which sites lycées asked lately, as each told the department."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "solicited_sites",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("solicitation_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("solicited_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "solicitation_id"),
    )
    op.create_index("solicited_sites_of_a_site", "solicited_sites", ["site_id", "solicited_on"])
    # Reviewed: where a lycée asked and when, which it told the department.
    row_security(op, "solicited_sites", shared=True)


def downgrade() -> None:
    op.drop_table("solicited_sites")
