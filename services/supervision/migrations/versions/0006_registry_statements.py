"""What registries state of themselves, and the facts it is compared with."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# What was told before any statement comes before all of them.
BEFORE = """
    INSERT INTO counted_facts (uai, event_id, kind, of_id, counts, sequence, version)
    SELECT uai, event_id, 'partnership', partnership_id, stage = 'active', 0, version
    FROM partnerships
    UNION ALL
    SELECT uai, event_id, 'action', action_id, status = 'held', 0, version FROM actions
    UNION ALL
    SELECT DISTINCT ON (uai, company_id) uai, event_id, 'meeting', company_id, true, 0, 1
    FROM network_journal WHERE event = 'company_onboarded' AND company_id IS NOT NULL
"""


def upgrade() -> None:
    op.create_table(
        "counted_facts",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("of_id", sa.Uuid(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "event_id"),
    )
    op.create_index("counted_facts_of", "counted_facts", ["uai", "kind", "of_id"])
    op.create_table(
        "registry_statements",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("companies", sa.Integer(), nullable=False),
        sa.Column("onboarded", sa.Integer(), nullable=False),
        sa.Column("partnerships_active", sa.Integer(), nullable=False),
        sa.Column("actions_held", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "event_id"),
    )
    op.create_index("registry_statements_last", "registry_statements", ["uai", "sequence"])
    told = ("partnerships", "actions", "network_journal")
    for table in told:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(BEFORE)
    for table in told:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    for table in ("counted_facts", "registry_statements"):
        row_security(op, table, department_wide=True)


def downgrade() -> None:
    op.drop_table("registry_statements")
    op.drop_table("counted_facts")
