"""Steps of who takes over a bureau, and how far each bureau is."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "onboarding_steps",
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("link", sa.Text()),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("step_id"),
    )
    op.create_table(
        "onboardings",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("onboarding_id", sa.Uuid(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("closed_at", Instant),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "onboarding_id"),
    )
    op.create_index(
        "onboardings_once",
        "onboardings",
        ["uai"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "onboarding_ticks",
        sa.Column("uai", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("onboarding_id", "step_id")),
        sa.Column("done_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("uai", "onboarding_id", "step_id"),
    )
    # The list is the supervisor’s; each bureau reads it, and ticks its own.
    row_security(op, "onboarding_steps", shared=True, department_wide=True)
    for table in ("onboardings", "onboarding_ticks"):
        row_security(op, table, department_wide=True)
