"""Contacts and visits of a pupil at a host, alerts, and links of referent teachers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.chassis.database.migrations import row_security

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OF_ONE = (
    "num_nonnulls(pupil_year_id, class_id, referent_id) = 1"
    " AND (class_id IS NULL) = (given_to IS NULL)"
)
BEFORE = (
    "(pupil_year_id IS NULL) = (class_id IS NOT NULL) AND (class_id IS NULL) = (given_to IS NULL)"
)


def upgrade() -> None:
    _follow_ups()
    _alerts()
    op.add_column("personal_links", sa.Column("referent_id", sa.Uuid(), nullable=True))
    op.drop_constraint("personal_links_about_one", "personal_links")
    op.create_check_constraint("personal_links_about_one", "personal_links", OF_ONE)
    op.create_foreign_key(
        "personal_links_referent_id_fkey",
        "personal_links",
        "referents",
        ["uai", "referent_id"],
        ["uai", "referent_id"],
    )


def _follow_ups() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("follow_up_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_year_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("absence_days", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_as", sa.Text(), nullable=True),
        sa.Column("referent_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("uai", "follow_up_id"),
        sa.CheckConstraint("absence_days >= 0", name="follow_ups_days_are_counted"),
        _of_a_placement("follow_ups"),
    )
    op.create_index("follow_ups_of_a_placement", "follow_ups", ["uai", "placement_id"])
    op.create_index("follow_ups_of_a_pupil", "follow_ups", ["uai", "pupil_year_id"])
    row_security(op, "follow_ups")


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_year_id", sa.Uuid(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_as", sa.Text(), nullable=True),
        sa.Column("follow_up_id", sa.Uuid(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_as", sa.Text(), nullable=True),
        sa.Column("steps", postgresql.JSONB(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "alert_id"),
        _of_a_placement("alerts"),
    )
    op.create_index("alerts_of_a_placement", "alerts", ["uai", "placement_id"])
    op.create_index(
        "alerts_open",
        "alerts",
        ["uai", "opened_on"],
        postgresql_where=sa.text("closed_on IS NULL"),
    )
    row_security(op, "alerts")


def _of_a_placement(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ("uai", "placement_id"),
        ["placements.uai", "placements.placement_id"],
        name=f"{table}_placement_id_fkey",
    )


def downgrade() -> None:
    op.drop_constraint("personal_links_about_one", "personal_links")
    op.execute("ALTER TABLE personal_links NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM personal_links WHERE referent_id IS NOT NULL")
    op.execute("ALTER TABLE personal_links FORCE ROW LEVEL SECURITY")
    op.drop_column("personal_links", "referent_id")
    op.create_check_constraint("personal_links_about_one", "personal_links", BEFORE)
    op.drop_table("alerts")
    op.drop_table("follow_ups")
