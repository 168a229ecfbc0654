"""Frameworks of actions of committees, and what is said of their years."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "plan_lines",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("plan_line_id", "committee_id")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("school_year", "axis", "text")),
        sa.Column("lycee", sa.Text()),
        sa.Column("actor_id", sa.Uuid()),
        sa.Column("due_on", sa.Date()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text()),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("removed_at", Instant),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("plan_line_id"),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committees.committee_id"], name="plan_lines_committee_id_fkey"
        ),
        sa.CheckConstraint(
            "state IN ('foreseen', 'under_way', 'done', 'given_up')", name="plan_lines_state"
        ),
    )
    op.create_index("plan_lines_of_a_committee", "plan_lines", ["committee_id", "school_year"])
    op.create_table(
        "committee_year_words",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("year_words_id", "committee_id")),
        sa.Column("school_year", sa.Text(), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year_words_id"),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committees.committee_id"],
            name="committee_year_words_committee_id_fkey",
        ),
        sa.UniqueConstraint("committee_id", "school_year", name="committee_year_words_once"),
    )
    # Reviewed: read by the network, as its committees are; written by the department.
    for table in ("plan_lines", "committee_year_words"):
        row_security(op, table, shared=True, department_wide=True)
