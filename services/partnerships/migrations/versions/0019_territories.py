"""Which bureau looks after which communes, and leads with which company."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "territories",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("commune", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "commune"),
    )
    op.create_index("territories_of_a_commune", "territories", ["commune"])
    op.create_table(
        "company_leads",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.company_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("company_id"),
    )
    # Reviewed: what bureaux agree on between themselves.
    for table in ("territories", "company_leads"):
        row_security(op, table, shared=True)


def downgrade() -> None:
    op.drop_table("company_leads")
    op.drop_table("territories")
