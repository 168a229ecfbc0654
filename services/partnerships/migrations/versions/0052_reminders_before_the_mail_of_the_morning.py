"""What is said in the mail of seven is asked a quarter of an hour before: what was planned at seven too."""

from collections.abc import Sequence

from alembic import op

revision: str = "0052"
down_revision: str | None = "0051"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MOVED = """
    UPDATE due_work SET due_at = due_at {sign} interval '15 minutes'
    WHERE job IN ('remind-tasks', 'remind-registry')
    AND (due_at AT TIME ZONE 'Europe/Paris')::time = '{planned}'
"""


def upgrade() -> None:
    _move(MOVED.format(sign="-", planned="07:00"))


def downgrade() -> None:
    _move(MOVED.format(sign="+", planned="06:45"))


def _move(statement: str) -> None:
    op.execute("ALTER TABLE due_work NO FORCE ROW LEVEL SECURITY")
    op.execute(statement)
    op.execute("ALTER TABLE due_work FORCE ROW LEVEL SECURITY")
