"""Who brought a company to a lycée, and through whom it goes before it calls."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "ways",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("brought_by", sa.Text(), nullable=True),
        sa.Column("through", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["companies.company_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("uai", "company_id"),
    )
    row_security(op, "ways")


def downgrade() -> None:
    op.drop_table("ways")
