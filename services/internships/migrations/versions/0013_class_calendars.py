"""Classes of which no period is expected: somebody said so."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "classes_expecting_none",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("said_as", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("uai", "class_id"),
        sa.ForeignKeyConstraint(
            ("uai", "class_id"),
            ["classes.uai", "classes.class_id"],
            name="classes_expecting_none_class_id_fkey",
        ),
    )
    op.create_index("classes_expecting_none_of_an_act", "classes_expecting_none", ["uai", "act_id"])
    row_security(op, "classes_expecting_none")


def downgrade() -> None:
    op.drop_table("classes_expecting_none")
