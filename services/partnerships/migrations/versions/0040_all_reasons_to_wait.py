"""A company may wait for a word for two reasons at once, and both are kept as they were shown."""

from collections.abc import Sequence

from alembic import op

revision: str = "0040"
down_revision: str | None = "0039"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_NAME, _TABLE = "mailing_recipients_are_written_to_or_not", "mailing_recipients"
_WAITING = (
    "(contact_id IS NULL) = (mail_digest IS NULL)"
    " AND (contact_id IS NOT NULL OR excluded_because IS NOT NULL)"
    " AND (contact_id IS NULL OR excluded_because IS NULL"
    " OR excluded_because IN ({reasons}))"
    " AND (excluded_because IS NULL OR state IS NULL)"
)
_BEFORE = _WAITING.format(reasons="'through', 'led', 'with_held'")
_AFTER = _WAITING.format(reasons="'through', 'led', 'through_and_led', 'with_held'")
_ONE = """
    UPDATE mailing_recipients SET excluded_because = 'through'
    WHERE excluded_because = 'through_and_led'
"""


def upgrade() -> None:
    op.drop_constraint(_NAME, _TABLE)
    op.create_check_constraint(_NAME, _TABLE, _AFTER)


def downgrade() -> None:
    op.drop_constraint(_NAME, _TABLE)
    op.execute("ALTER TABLE mailing_recipients NO FORCE ROW LEVEL SECURITY")
    op.execute(_ONE)
    op.execute("ALTER TABLE mailing_recipients FORCE ROW LEVEL SECURITY")
    op.create_check_constraint(_NAME, _TABLE, _BEFORE)
