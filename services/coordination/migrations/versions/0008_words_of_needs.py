"""What a need is found by, when it was qualified, and the needs of the card of a company."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ERASED = (
    "(erased_at IS NULL) = (text IS NOT NULL) AND (erased_at IS NULL) = (company IS NOT NULL)"
    " AND (erased_at IS NULL OR (requester_name IS NULL AND requester_mail IS NULL"
    " AND requester_phone IS NULL AND formation IS NULL AND answer IS NULL AND words IS NULL))"
)


def upgrade() -> None:
    op.add_column("needs", sa.Column("words", sa.Text(collation="C")))
    op.add_column("needs", sa.Column("qualified_at", sa.DateTime(timezone=True)))
    op.drop_constraint("needs_erased_altogether", "needs")
    op.create_check_constraint("needs_erased_altogether", "needs", ERASED)
    op.create_index("needs_by_company", "needs", ["company_id"])
