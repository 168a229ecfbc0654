"""Exchanges with actors of the network are told to the department, and partners of actions are of the one list of kinds."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0058"
down_revision: str | None = "0057"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# What was noted before is told once, as it stands.
PLANNED = """
    INSERT INTO due_work (job, uai, key, due_at)
    SELECT DISTINCT 'tell-actor-exchanges', uai, 'first', now() FROM actor_exchanges
"""
TABLES = ("actor_exchanges", "actions", "due_work")


def upgrade() -> None:
    op.add_column("actor_exchanges", sa.Column("told_version", sa.Integer(), nullable=True))
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(PLANNED)
    _rename("chambers", "chamber")
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _rename(before: str, after: str) -> None:
    op.execute(
        f"UPDATE actions SET partners = array_replace(partners, '{before}', '{after}')"  # noqa: S608  both words are of this file
        f" WHERE '{before}' = ANY(partners)"
    )


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM due_work WHERE job = 'tell-actor-exchanges'")
    _rename("chamber", "chambers")
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.drop_column("actor_exchanges", "told_version")
