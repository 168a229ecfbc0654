"""Who signs the agreements of a lycée."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from services.chassis.database.migrations import row_security

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "signature_policies",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("signers", JSONB(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai"),
    )
    row_security(op, "signature_policies")


def downgrade() -> None:
    op.drop_table("signature_policies")
