"""Tasks of the supervisors of the department."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "supervisor_tasks",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("lycee", sa.Text()),
        sa.Column("about_kind", sa.Text()),
        sa.Column("about_id", sa.Uuid()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'done', 'removed') AND (state = 'open') = (settled_at IS NULL)",
            name="supervisor_tasks_state",
        ),
        sa.CheckConstraint(
            "(about_kind IS NULL) = (about_id IS NULL)", name="supervisor_tasks_about_something"
        ),
        sa.PrimaryKeyConstraint("uai", "task_id"),
    )
    op.create_index("supervisor_tasks_by_day", "supervisor_tasks", ["state", "due_on"])
    row_security(op, "supervisor_tasks", department_wide=True)


def downgrade() -> None:
    op.drop_table("supervisor_tasks")
