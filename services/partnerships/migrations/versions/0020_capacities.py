"""Places that are offered, and those that are taken."""

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
        "capacities",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("capacity_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("mef", sa.Text(), nullable=True),
        sa.Column("from_month", sa.Date(), nullable=False),
        sa.Column("to_month", sa.Date(), nullable=False),
        sa.Column("seats", sa.SmallInteger(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("uai", "capacity_id"),
        sa.ForeignKeyConstraint(("company_id",), ["companies.company_id"]),
        sa.ForeignKeyConstraint(("site_id",), ["sites.site_id"]),
    )
    op.create_index("capacities_of_a_company", "capacities", ["uai", "company_id"])
    op.create_table(
        "taken_seats",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("tally_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "tally_id"),
        sa.ForeignKeyConstraint(("site_id",), ["sites.site_id"], ondelete="CASCADE"),
    )
    op.create_index("taken_seats_of_a_site", "taken_seats", ["uai", "site_id", "monday"])
    for table in ("capacities", "taken_seats"):
        row_security(op, table)


def downgrade() -> None:
    op.drop_table("taken_seats")
    op.drop_table("capacities")
