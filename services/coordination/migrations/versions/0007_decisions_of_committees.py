"""Decisions of committees: each of the lycée that carries it out, else of the DSDEN."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("committee_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("settled_at", Instant),
        sa.Column("late_told_for", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'done', 'given_up') AND (state = 'open') = (settled_at IS NULL)",
            name="decisions_state",
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committees.committee_id"], name="decisions_committee_id_fkey"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.meeting_id"], name="decisions_meeting_id_fkey"
        ),
        sa.PrimaryKeyConstraint("uai", "decision_id"),
    )
    op.create_index("decisions_by_id", "decisions", ["decision_id"], unique=True)
    op.create_index("decisions_of_a_committee", "decisions", ["committee_id", "taken_on"])
    op.create_index("decisions_of_a_meeting", "decisions", ["meeting_id"])
    row_security(op, "decisions", department_wide=True)


def downgrade() -> None:
    op.drop_table("decisions")
