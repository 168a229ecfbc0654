"""Accounts, grants, sessions, lycées."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import create_chassis_tables, row_security

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_chassis_tables(op)
    op.create_table(
        "accounts",
        sa.Column("account_id", sa.Uuid(), primary_key=True),
        sa.Column("mail", sa.Text(), nullable=False),
        sa.Column("mail_key", sa.Text(), nullable=False, unique=True),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT),
    )
    op.create_table(
        "lycees",
        sa.Column("uai", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("commune", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "grants",
        sa.Column("grant_id", sa.Uuid(), primary_key=True),
        sa.Column("account_id", sa.Uuid(), sa.ForeignKey("accounts.account_id"), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("uai", sa.Text(), sa.ForeignKey("lycees.uai")),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date()),
    )
    op.create_index("grants_of_an_account", "grants", ["account_id"])
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.LargeBinary(), primary_key=True),
        sa.Column("account_id", sa.Uuid(), sa.ForeignKey("accounts.account_id"), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
    )
    op.create_index("sessions_of_an_account", "sessions", ["account_id"])
    op.create_table(
        "sign_in_failures",
        sa.Column("failure_id", sa.Uuid(), primary_key=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("failed_at", INSTANT, nullable=False),
    )
    op.create_index("sign_in_failures_about", "sign_in_failures", ["about", "failed_at"])
    for table in ("grants", "lycees"):
        row_security(op, table, department_wide=True)
