"""What agreements and mails say of a lycée, asked once."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TEXTS = (
    *("address", "postcode", "town", "phone", "mail"),
    *("head_name", "head_title", "insurer", "policy", "hours"),
)


def upgrade() -> None:
    op.create_table(
        "lycee_profiles",
        sa.Column("uai", sa.Text(), sa.ForeignKey("lycees.uai"), primary_key=True),
        *(sa.Column(name, sa.Text()) for name in TEXTS),
        sa.Column("logo", sa.LargeBinary()),
        sa.Column("logo_kind", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    row_security(op, "lycee_profiles")


def downgrade() -> None:
    op.drop_table("lycee_profiles")
