"""What is tried to find each pupil a place."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "approaches",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("approach_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_year_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("site_key", sa.Text(), nullable=False),
        sa.Column("approached_by", sa.Text(), nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        sa.Column("approached_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("presumed_discriminatory", sa.Boolean(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "approach_id"),
        sa.CheckConstraint(
            "(answer = 'waiting') = (answered_on IS NULL)", name="approaches_answer_has_its_day"
        ),
        sa.CheckConstraint(
            "NOT presumed_discriminatory OR answer NOT IN ('waiting', 'accepted')",
            name="approaches_only_refusals_are_marked",
        ),
        sa.ForeignKeyConstraint(
            ("uai", "period_id"),
            ["periods.uai", "periods.period_id"],
            name="approaches_period_id_fkey",
        ),
        sa.ForeignKeyConstraint(
            ("uai", "pupil_year_id"),
            ["pupils.uai", "pupils.pupil_year_id"],
            name="approaches_pupil_year_id_fkey",
        ),
        sa.ForeignKeyConstraint(("site_id",), ["host_sites.site_id"]),
    )
    op.create_index("approaches_of_a_pupil", "approaches", ["uai", "pupil_year_id", "period_id"])
    op.create_index("approaches_of_a_site", "approaches", ["uai", "site_id"])
    op.create_index(
        "approaches_awaited",
        "approaches",
        ["uai", "approached_on"],
        postgresql_where=sa.text("answer = 'waiting' AND withdrawn_at IS NULL"),
    )
    row_security(op, "approaches")


def downgrade() -> None:
    op.drop_table("approaches")
