"""Reviews of arbitrations that are to come are told on their day, those decided before the upgrade too."""

from collections.abc import Sequence

from alembic import op

revision: str = "0037"
down_revision: str | None = "0036"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PLANNED = """
    INSERT INTO due_work (job, uai, key, due_at)
    SELECT DISTINCT 'account-review', d.uai, a.key_account_id || ' ' || a.review_on,
        (a.review_on + time '07:00') AT TIME ZONE 'Europe/Paris'
    FROM key_accounts a JOIN key_account_decisions d ON d.key_account_id = a.key_account_id
    WHERE a.review_on > (now() AT TIME ZONE 'Europe/Paris')::date
    ON CONFLICT DO NOTHING
"""
TABLES = ("key_accounts", "key_account_decisions", "due_work")


def upgrade() -> None:
    _apart(PLANNED)


def downgrade() -> None:
    _apart("DELETE FROM due_work WHERE job = 'account-review'")


def _apart(statement: str) -> None:
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(statement)
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
