"""For which person of an actor its account was opened."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0039"
down_revision: str | None = "0038"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("actor_accounts", sa.Column("person_id", sa.Uuid()))
    op.create_index("actor_accounts_of_a_person", "actor_accounts", ["person_id"])


def downgrade() -> None:
    op.drop_index("actor_accounts_of_a_person", "actor_accounts")
    op.drop_column("actor_accounts", "person_id")
