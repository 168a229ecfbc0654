"""Tasks: own ones, and the next step of an exchange. Steps noted before become tasks."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "tasks",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("interaction_id", sa.Uuid(), nullable=True),
        sa.Column("shared_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("assignee", sa.Uuid(), nullable=True),
        sa.Column("urgent", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.company_id"]),
        sa.ForeignKeyConstraint(["site_id"], ["sites.site_id"]),
        sa.PrimaryKeyConstraint("uai", "task_id"),
    )
    op.create_index("tasks_of_a_company", "tasks", ["uai", "company_id"])
    op.create_index("tasks_of_an_exchange", "tasks", ["uai", "interaction_id"])
    op.create_index("tasks_by_day", "tasks", ["uai", "done_at", "due_on"])
    _steps_become_tasks()
    row_security(op, "tasks")


def _steps_become_tasks() -> None:
    # The owner of the table sees no row of any lycée otherwise.
    op.execute("ALTER TABLE interactions NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "INSERT INTO tasks (uai, task_id, code, company_id, site_id, interaction_id, shared_id,"
        " due_on, created_at, version)"
        " SELECT uai, gen_random_uuid(), CASE WHEN outcome IN ('to_call_back', 'no_answer')"
        " THEN 'call_back' ELSE 'follow_up' END, company_id, site_id, interaction_id, shared_id,"
        " next_step_on, occurred_on, 1 FROM interactions WHERE next_step_on IS NOT NULL"
    )
    op.execute("ALTER TABLE interactions FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.drop_table("tasks")
