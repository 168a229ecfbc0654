"""Mobility aids: asked, granted, paid; and what the department was last told of a year."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("mobility_aids", "mobility_aid_steps", "mobility_totals")


def upgrade() -> None:
    op.create_table(
        "mobility_aids",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("aid_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_year_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_on", sa.Date(), nullable=False),
        sa.Column("amount_euros", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "aid_id"),
        sa.UniqueConstraint(
            "uai", "pupil_year_id", "period_id", "kind", name="mobility_aids_one_of_a_kind"
        ),
        sa.ForeignKeyConstraint(
            ["uai", "pupil_year_id"],
            ["pupils.uai", "pupils.pupil_year_id"],
            name="mobility_aids_pupil_year_id_fkey",
        ),
        sa.ForeignKeyConstraint(
            ["uai", "period_id"],
            ["periods.uai", "periods.period_id"],
            name="mobility_aids_period_id_fkey",
        ),
    )
    op.create_index("mobility_aids_by_day", "mobility_aids", ["uai", "state_on"])
    op.create_table(
        "mobility_aid_steps",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("aid_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("amount_euros", sa.Integer(), nullable=True),
        sa.Column("said_as", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("uai", "aid_id", "position"),
        sa.ForeignKeyConstraint(
            ["uai", "aid_id"],
            ["mobility_aids.uai", "mobility_aids.aid_id"],
            name="mobility_aid_steps_aid_id_fkey",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "mobility_totals",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("school_year", sa.Text(), nullable=False),
        sa.Column("totals_id", sa.Uuid(), nullable=False),
        sa.Column("told_pupils", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "school_year"),
    )
    for table in TABLES:
        row_security(op, table)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
