"""With whom an exchange took place, and why a company refused."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("interactions", sa.Column("refusal", sa.Text(), nullable=True))
    op.add_column("interactions", sa.Column("contact_id", sa.Uuid(), nullable=True))
    op.create_index("interactions_with_a_contact", "interactions", ["uai", "contact_id"])
    # What was said with somebody stays when that person is forgotten: without the person.
    op.execute(
        "ALTER TABLE interactions ADD CONSTRAINT interactions_contact FOREIGN KEY"
        " (uai, contact_id) REFERENCES contacts (uai, contact_id) ON DELETE SET NULL (contact_id)"
    )


def downgrade() -> None:
    op.drop_constraint("interactions_contact", "interactions")
    op.drop_index("interactions_with_a_contact", "interactions")
    op.drop_column("interactions", "contact_id")
    op.drop_column("interactions", "refusal")
