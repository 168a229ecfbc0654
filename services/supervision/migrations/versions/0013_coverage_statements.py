"""What is stated of coverage, and the tellings it is compared with."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

FIGURES = ("concerned", "exempted", "left", "host_agreed", "agreement_issued", "agreement_signed")

# What was told before any statement comes before all of them.
BEFORE = """
    INSERT INTO coverage_tellings (uai, event_id, sequence, version, coverage_id, period_id,
                                   concerned, exempted, "left", host_agreed, agreement_issued,
                                   agreement_signed)
    SELECT uai, event_id, 0, version, coverage_id, period_id, concerned, exempted, "left",
           host_agreed, agreement_issued, agreement_signed
    FROM coverages
"""


def upgrade() -> None:
    op.create_table(
        "coverage_tellings",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("coverage_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in FIGURES),
        sa.PrimaryKeyConstraint("uai", "event_id"),
    )
    newest = ["uai", "coverage_id", "version", "event_id"]
    op.create_index("coverage_tellings_newest", "coverage_tellings", newest)
    op.create_table(
        "coverage_statements",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in FIGURES),
        sa.PrimaryKeyConstraint("uai", "event_id", "period_id"),
    )
    sequence = sa.Column("sequence", sa.BigInteger(), server_default="0", nullable=False)
    op.add_column("coverages", sequence)
    op.alter_column("coverages", "sequence", server_default=None)
    last = ["uai", "period_id", "sequence"]
    op.create_index("coverage_statements_last", "coverage_statements", last)
    op.execute("ALTER TABLE coverages NO FORCE ROW LEVEL SECURITY")
    op.execute(BEFORE)
    op.execute("ALTER TABLE coverages FORCE ROW LEVEL SECURITY")
    for table in ("coverage_tellings", "coverage_statements"):
        row_security(op, table, department_wide=True)


def downgrade() -> None:
    op.drop_table("coverage_statements")
    op.drop_table("coverage_tellings")
    op.drop_column("coverages", "sequence")
