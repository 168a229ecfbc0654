"""Of a letter on a timeline, whether it came back; those that came back already are marked."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0054"
down_revision: str | None = "0053"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_MARK = """
    UPDATE interactions i SET undelivered = true FROM mailing_recipients r
        WHERE r.uai = i.uai AND i.to_many AND r.state = 'undelivered'
            AND (r.interaction_id = i.interaction_id OR r.interaction_id = ANY (i.former_ids))
"""


def upgrade() -> None:
    op.add_column(
        "interactions",
        sa.Column("undelivered", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    # What was sent already, hidden from whoever migrates by row security.
    for table in ("interactions", "mailing_recipients"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(_MARK)
    for table in ("interactions", "mailing_recipients"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.drop_column("interactions", "undelivered")
