"""A code asked besides the password: secrets are derived and kept nowhere, recovery codes by a digest."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)


def _account() -> sa.Column[UUID]:
    return sa.Column("account_id", sa.Uuid(), sa.ForeignKey("accounts.account_id"), nullable=False)


def upgrade() -> None:
    op.add_column("accounts", sa.Column("second_factor_at", INSTANT))
    op.create_table(
        "half_sign_ins",
        sa.Column("half_id", sa.Uuid(), primary_key=True),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False, unique=True),
        _account(),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("began_by", sa.Text(), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
    )
    op.create_table(
        "second_factors",
        sa.Column("factor_id", sa.Uuid(), primary_key=True),
        _account(),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("proved_at", INSTANT),
        sa.Column("last_step", sa.BigInteger()),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("code_id", sa.Uuid(), primary_key=True),
        _account(),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT),
    )
    for table in ("half_sign_ins", "second_factors", "recovery_codes"):
        op.create_index(f"{table}_of_an_account", table, ["account_id"])
    op.create_table(
        "second_factor_notices",
        sa.Column("notice_id", sa.Uuid(), primary_key=True),
        sa.Column("uai", sa.Text(), nullable=False),
        _account(),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("codes_left", sa.SmallInteger(), nullable=False),
    )
    row_security(op, "second_factor_notices", department_wide=True)


def downgrade() -> None:
    for table in ("second_factor_notices", "recovery_codes", "second_factors", "half_sign_ins"):
        op.drop_table(table)
    op.drop_column("accounts", "second_factor_at")
