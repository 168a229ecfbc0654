"""The account of a referent teacher, where the bureau said which one it is."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0036"
down_revision: str | None = "0035"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("referents", sa.Column("account_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("referents", "account_id")
