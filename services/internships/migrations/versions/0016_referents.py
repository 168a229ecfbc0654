"""Referent teachers, and whom each follows during a period."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "referents",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("referent_id", sa.Uuid(), nullable=False),
        sa.Column("school_year", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("uai", "referent_id"),
        sa.UniqueConstraint("uai", "school_year", "name", name="referents_named_once"),
    )
    op.create_table(
        "followings",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("following_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_year_id", sa.Uuid(), nullable=False),
        sa.Column("referent_id", sa.Uuid(), nullable=True),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("before_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "following_id"),
        sa.UniqueConstraint("uai", "period_id", "pupil_year_id", name="followings_key"),
        *(
            sa.ForeignKeyConstraint(
                ("uai", column),
                [f"{table}.uai", f"{table}.{column}"],
                name=f"followings_{column}_fkey",
            )
            for table, column in (
                ("periods", "period_id"),
                ("pupils", "pupil_year_id"),
                ("referents", "referent_id"),
            )
        ),
    )
    op.create_index("followings_of_a_referent", "followings", ["uai", "referent_id"])
    op.create_index("followings_of_an_act", "followings", ["uai", "act_id"])
    row_security(op, "referents")
    row_security(op, "followings")


def downgrade() -> None:
    op.drop_table("followings")
    op.drop_table("referents")
