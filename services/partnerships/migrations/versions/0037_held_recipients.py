"""A draft of a mail to many says whom it would go to at a company that waits for a word."""

from collections.abc import Sequence

from alembic import op

revision: str = "0037"
down_revision: str | None = "0036"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_NAME, _TABLE = "mailing_recipients_are_written_to_or_not", "mailing_recipients"
_BEFORE = (
    "(contact_id IS NULL) = (excluded_because IS NOT NULL)"
    " AND (contact_id IS NULL) = (mail_digest IS NULL)"
)
_AFTER = (
    "(contact_id IS NULL) = (mail_digest IS NULL)"
    " AND (contact_id IS NOT NULL OR excluded_because IS NOT NULL)"
    " AND (contact_id IS NULL OR excluded_because IS NULL"
    " OR excluded_because IN ('through', 'led', 'with_held'))"
    " AND (excluded_because IS NULL OR state IS NULL)"
)
_FORGET = """
    UPDATE mailing_recipients SET contact_id = NULL, mail_digest = NULL
    WHERE excluded_because IS NOT NULL
"""
# The word that was asked for them is still asked for.
_LED = """
    UPDATE mailing_recipients SET excluded_because = 'led' WHERE excluded_because = 'with_held'
"""


def upgrade() -> None:
    op.drop_constraint(_NAME, _TABLE)
    op.create_check_constraint(_NAME, _TABLE, _AFTER)


def downgrade() -> None:
    op.drop_constraint(_NAME, _TABLE)
    op.execute("ALTER TABLE mailing_recipients NO FORCE ROW LEVEL SECURITY")
    for statement in (_FORGET, _LED):
        op.execute(statement)
    op.execute("ALTER TABLE mailing_recipients FORCE ROW LEVEL SECURITY")
    op.create_check_constraint(_NAME, _TABLE, _BEFORE)
