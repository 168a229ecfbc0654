"""A letter to many companies is on the timeline of each, and is no exchange it took part in."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0036"
down_revision: str | None = "0035"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_LETTERS = """
    UPDATE interactions i SET to_many = true FROM mailing_recipients r
    WHERE r.uai = i.uai AND r.interaction_id = i.interaction_id
"""
_DATES = """
    WITH met AS (
        SELECT uai, company_id, site_id, occurred_on,
            max(occurred_on) OVER (PARTITION BY uai, company_id, site_id) AS last_on
        FROM interactions
        WHERE outcome <> 'no_answer' AND NOT (to_many AND outcome = 'none')
    ), counted AS (
        SELECT uai, company_id, site_id, last_on,
            count(*) FILTER (WHERE occurred_on > last_on - 30) AS recent
        FROM met GROUP BY uai, company_id, site_id, last_on
    ), written AS (
        SELECT DISTINCT uai, company_id, site_id FROM interactions WHERE to_many
    )
    UPDATE acquaintances a SET last_on = c.last_on, n_30d = coalesce(c.recent, 0)
    FROM written w LEFT JOIN counted c USING (uai, company_id, site_id)
    WHERE w.uai = a.uai AND w.company_id = a.company_id AND w.site_id = a.site_id
"""


def upgrade() -> None:
    op.add_column(
        "interactions",
        sa.Column("to_many", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    # What was sent already, hidden from whoever migrates by row security.
    lifted = ("interactions", "mailing_recipients", "acquaintances")
    for table in lifted:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    for statement in (_LETTERS, _DATES):
        op.execute(statement)
    for table in lifted:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.drop_column("interactions", "to_many")
