"""Companies are invited to actions, and answer."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0039"
down_revision: str | None = "0038"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CAME = """
    UPDATE action_companies c SET answer = 'came' FROM actions a
    WHERE a.uai = c.uai AND a.action_id = c.action_id AND a.status = 'held'
"""
TAKE_NO_PART = "DELETE FROM action_companies WHERE answer NOT IN ('coming', 'came')"


def _unhidden(statement: str) -> None:
    for table in ("action_companies", "actions"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(statement)
    for table in ("action_companies", "actions"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def upgrade() -> None:
    op.add_column(
        "action_companies",
        sa.Column("answer", sa.Text(), nullable=False, server_default="coming"),
    )
    _unhidden(CAME)
    op.create_check_constraint(
        "action_companies_answer",
        "action_companies",
        "answer IN ('invited', 'coming', 'declined', 'came', 'absent')",
    )
    op.add_column("mass_changes", sa.Column("action_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("mass_changes", "action_id")
    _unhidden(TAKE_NO_PART)
    op.drop_column("action_companies", "answer")
