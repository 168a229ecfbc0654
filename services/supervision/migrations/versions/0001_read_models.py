"""Read models of the department: each can be rebuilt from the events."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.chassis.database.migrations import create_chassis_tables, row_security

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OF_A_LYCEE = ("lycees", "formations", "periods", "coverages", "network_journal", "freshness")
# Reviewed: public facts about companies, told by whichever lycée registered them.
SHARED = ("companies",)


def upgrade() -> None:
    create_chassis_tables(op)
    _create_what_lycees_offer()
    _create_coverages()
    _create_network()
    for table in OF_A_LYCEE:
        row_security(op, table, department_wide=True)
    for table in SHARED:
        row_security(op, table, shared=True)


def downgrade() -> None:
    for table in (*OF_A_LYCEE, *SHARED):
        op.drop_table(table)


def _newest() -> tuple[sa.Column[int], sa.Column[object]]:
    return (
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
    )


def _create_what_lycees_offer() -> None:
    op.create_table(
        "lycees",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("commune", sa.Text(), nullable=False),
        *_newest(),
        sa.PrimaryKeyConstraint("uai"),
    )
    op.create_table(
        "formations",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("formation_id", sa.Uuid(), nullable=False),
        sa.Column("mef", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        *_newest(),
        sa.PrimaryKeyConstraint("uai", "formation_id"),
    )
    op.create_index("formations_mef", "formations", ["uai", "mef"])
    op.create_table(
        "periods",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("mefs", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        *_newest(),
        sa.PrimaryKeyConstraint("uai", "period_id"),
    )
    op.create_index("periods_starts_on", "periods", ["starts_on"])


def _create_coverages() -> None:
    op.create_table(
        "coverages",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("coverage_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("mef", sa.Text(), nullable=False),
        sa.Column("concerned", sa.Integer(), nullable=False),
        sa.Column("exempted", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("host_agreed", sa.Integer(), nullable=False),
        sa.Column("agreement_issued", sa.Integer(), nullable=False),
        sa.Column("agreement_signed", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *_newest(),
        sa.PrimaryKeyConstraint("uai", "coverage_id"),
    )
    op.create_index("coverages_period", "coverages", ["uai", "period_id", "mef"])


def _create_network() -> None:
    op.create_table(
        "companies",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("public_name", sa.Text(), nullable=True),
        sa.Column("naf", sa.Text(), nullable=True),
        sa.Column("commune", sa.Text(), nullable=True),
        *_newest(),
        sa.PrimaryKeyConstraint("company_id"),
    )
    op.create_table(
        "network_journal",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("correlation_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column("period_id", sa.Uuid(), nullable=True),
        sa.Column("mef", sa.Text(), nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=True),
        sa.Column("details", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("event_id"),
    )
    op.create_index(
        "network_journal_order",
        "network_journal",
        ["recorded_at", "correlation_id", "event", "event_id"],
    )
    op.create_table(
        "freshness",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("uai"),
    )
