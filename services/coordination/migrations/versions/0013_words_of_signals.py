"""Words of training signals, by which they are looked for."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    words = sa.Column("words", sa.Text(collation="C"), nullable=False, server_default="")
    op.add_column("training_signals", words)
    op.alter_column("training_signals", "words", server_default=None)
    op.create_index("training_signals_of_company", "training_signals", ["company_id"])


def downgrade() -> None:
    op.drop_index("training_signals_of_company", "training_signals")
    op.drop_column("training_signals", "words")
