"""Merges noted before companies answered to actions put back rows that have an answer."""

from collections.abc import Sequence

from alembic import op

revision: str = "0041"
down_revision: str | None = "0040"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# As 0039 answered for the rows themselves. Notes of rows that only moved hold their new place alone.
ANSWERED = """
    WITH noted AS (
        SELECT moves.uai, moves.merge_id, moves.position, jsonb_build_object(
            'answer', CASE WHEN actions.status = 'held' THEN 'came' ELSE 'coming' END
        ) AS answer
        FROM merge_moves AS moves JOIN actions
            ON actions.uai = moves.uai AND actions.action_id = (moves.was ->> 'action_id')::uuid
        WHERE moves.moved_table = 'action_companies' AND moves.became IS NOT NULL
    )
    UPDATE merge_moves SET
        was = noted.answer || merge_moves.was,
        other_was = noted.answer || merge_moves.other_was,
        became = noted.answer || merge_moves.became
    FROM noted
    WHERE noted.uai = merge_moves.uai AND noted.merge_id = merge_moves.merge_id
        AND noted.position = merge_moves.position
"""


def upgrade() -> None:
    for table in ("merge_moves", "actions"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(ANSWERED)
    for table in ("merge_moves", "actions"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    """An answer that is noted besides hinders nothing."""
