"""School–company actions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # Two companies that become one may each have a partnership.
    op.drop_index("partnerships_one_open", "partnerships")
    op.create_table(
        "action_axes",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("axis_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("uai", "axis_id"),
    )
    op.create_table(
        "actions",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("axis_id", sa.Uuid(), nullable=True),
        sa.Column("partners", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("classes", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("pupils", sa.Integer(), nullable=True),
        sa.Column("teachers", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "action_id"),
        sa.ForeignKeyConstraint(("uai", "axis_id"), ["action_axes.uai", "action_axes.axis_id"]),
        sa.CheckConstraint("status IN ('planned', 'held', 'cancelled')", name="actions_status"),
        sa.CheckConstraint("(status = 'held') = (pupils IS NOT NULL)", name="actions_counted"),
    )
    op.create_index("actions_by_day", "actions", ["uai", "planned_on"])
    op.create_table(
        "action_companies",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "action_id", "company_id"),
        sa.ForeignKeyConstraint(("company_id",), ["companies.company_id"]),
        sa.ForeignKeyConstraint(("uai", "action_id"), ["actions.uai", "actions.action_id"]),
    )
    op.create_index("action_companies_of_a_company", "action_companies", ["uai", "company_id"])
    for table in ("action_axes", "actions", "action_companies"):
        row_security(op, table)


def downgrade() -> None:
    for table in ("action_companies", "actions", "action_axes"):
        op.drop_table(table)
