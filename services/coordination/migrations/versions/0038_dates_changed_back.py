"""A date of a body that is changed back at once did not move."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0038"
down_revision: str | None = "0037"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("offer_dates", sa.Column("changed_at", sa.DateTime(timezone=True)))
    op.add_column("offer_dates", sa.Column("before", JSONB(none_as_null=True)))


def downgrade() -> None:
    op.drop_column("offer_dates", "before")
    op.drop_column("offer_dates", "changed_at")
