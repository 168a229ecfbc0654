"""What each count was at the end of every day it moved."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COUNTS = ("concerned", "exempted", "left", "host_agreed", "agreement_issued", "agreement_signed")

# Earlier days are in the stream alone: `passerelle rebuild supervision` reads them again.
KNOWN = """
    INSERT INTO coverage_days (uai, coverage_id, day, period_id, mef, concerned, exempted, "left",
                               host_agreed, agreement_issued, agreement_signed, recorded_at,
                               version, event_id)
    SELECT uai, coverage_id, (recorded_at AT TIME ZONE 'Europe/Paris')::date, period_id, mef,
           concerned, exempted, "left", host_agreed, agreement_issued, agreement_signed,
           recorded_at, version, event_id
    FROM coverages
"""


def upgrade() -> None:
    op.create_table(
        "coverage_days",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("coverage_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("mef", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "coverage_id", "day"),
    )
    op.create_index("coverage_days_period", "coverage_days", ["uai", "period_id", "mef"])
    op.create_index("coverage_days_day", "coverage_days", ["day"])
    op.execute("ALTER TABLE coverages NO FORCE ROW LEVEL SECURITY")
    op.execute(KNOWN)
    op.execute("ALTER TABLE coverages FORCE ROW LEVEL SECURITY")
    row_security(op, "coverage_days", department_wide=True)


def downgrade() -> None:
    op.drop_table("coverage_days")
