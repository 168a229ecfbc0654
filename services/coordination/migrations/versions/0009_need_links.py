"""The DSDEN of a need, in whose scope its links stand; what its company added; letters that came back."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

Instant = sa.DateTime(timezone=True)
ITS_NEEDS = "department = ANY(string_to_array(current_setting('app.uais', true), ','))"
SEE_IT = (
    "coalesce(current_setting('app.uais', true), '') <> '' AND EXISTS"
    " (SELECT FROM needs WHERE needs.need_id = need_precisions.need_id)"
)


def upgrade() -> None:
    op.add_column("needs", sa.Column("department", sa.Text(), nullable=False, server_default=""))
    op.alter_column("needs", "department", server_default=None)
    op.add_column("need_letters", sa.Column("returned_at", Instant))
    op.create_table(
        "need_precisions",
        sa.Column("precision_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("precision_id"),
    )
    op.create_index("need_precisions_by_need", "need_precisions", ["need_id"])
    row_security(op, "need_precisions", department_wide=True)
    # Reviewed: who has a link acts in the scope of the DSDEN, also where a bureau told the need for
    # the company; who may see a need reads what was added to it.
    op.execute(f"CREATE POLICY speaking ON needs FOR SELECT USING ({ITS_NEEDS})")
    op.execute(
        f"CREATE POLICY acting ON needs FOR UPDATE USING ({ITS_NEEDS}) WITH CHECK ({ITS_NEEDS})"
    )
    op.execute(f"CREATE POLICY seeing ON need_precisions FOR SELECT USING ({SEE_IT})")
