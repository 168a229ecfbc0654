"""Whose a period was once it is over, whatever the lists of classes say later."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLE = "period_formations"
NAME = "period_formations_settled_altogether"


def upgrade() -> None:
    # Nothing is settled here: the next list that changes a class settles what is over by then.
    for column in ("settled", "settled_left"):
        op.add_column(TABLE, sa.Column(column, sa.ARRAY(sa.Uuid()), nullable=True))
    op.create_check_constraint(
        NAME,
        TABLE,
        "(settled IS NULL) = (settled_left IS NULL) AND (settled IS NULL OR settled_left <@ settled)",
    )


def downgrade() -> None:
    op.drop_constraint(NAME, TABLE, type_="check")
    for column in ("settled", "settled_left"):
        op.drop_column(TABLE, column)
