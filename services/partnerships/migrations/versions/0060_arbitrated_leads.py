"""Who leads with a company by a decision of the DSDEN."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0060"
down_revision: str | None = "0059"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "arbitrated_leads",
        sa.Column("key_account_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("holds", "leads")),
        sa.Column("decided_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key_account_id", "uai"),
    )
    op.create_index("arbitrated_leads_of_a_company", "arbitrated_leads", ["company_id"])
    # Who speaks for all is said to all, as who took the lead.
    row_security(op, "arbitrated_leads", shared=True)


def downgrade() -> None:
    op.drop_table("arbitrated_leads")
