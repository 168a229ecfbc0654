"""A mail that is said in another one knows which: the tasks of a morning, in its digest."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEX = "mails_of_a_digest"


def upgrade() -> None:
    op.add_column("mails", sa.Column("digest_id", sa.Uuid()))
    gathered = sa.text("digest_id IS NOT NULL")
    op.create_index(INDEX, "mails", ["digest_id"], postgresql_where=gathered)


def downgrade() -> None:
    op.drop_index(INDEX, "mails")
    op.drop_column("mails", "digest_id")
