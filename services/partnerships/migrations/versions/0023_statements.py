"""Which first meetings were told, and the nightly statements of what the registry holds."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Before, each first meeting the journal has was told: of a card, or of one that went into it since.
# `since` is the merge that made it the other card's; ids of merges are in the order of time.
MET = """
    WITH RECURSIVE met AS (
        SELECT DISTINCT uai, (headers ->> 'ce-subject')::uuid AS company_id,
            '00000000-0000-0000-0000-000000000000'::uuid AS since
        FROM journal WHERE subject LIKE '%.partnerships.company_onboarded.v1'
        UNION ALL
        SELECT met.uai, merges.kept_id, merges.merge_id
        FROM met JOIN merges ON merges.absorbed_id = met.company_id AND merges.undone_at IS NULL
    )
"""
TOLD = """
    UPDATE onboardings SET told = counted.told
    FROM (SELECT uai, company_id, count(*) AS told FROM met GROUP BY uai, company_id) AS counted
    WHERE counted.uai = onboardings.uai AND counted.company_id = onboardings.company_id
"""
# A merge that is undone puts its rows back: each has what was told before that merge.
NOTED = """
    , noted AS (
        SELECT uai, merge_id, position,
            (SELECT count(*) FROM met WHERE met.uai = moves.uai AND met.since < moves.merge_id
                AND met.company_id = (moves.was ->> 'company_id')::uuid) AS was,
            (SELECT count(*) FROM met WHERE met.uai = moves.uai AND met.since < moves.merge_id
                AND met.company_id = (moves.other_was ->> 'company_id')::uuid) AS other_was
        FROM merge_moves AS moves WHERE moved_table = 'onboardings' AND became IS NOT NULL
    )
    UPDATE merge_moves SET
        was = merge_moves.was || jsonb_build_object('told', noted.was),
        other_was = merge_moves.other_was || jsonb_build_object('told', noted.other_was),
        became = became || jsonb_build_object('told', noted.was + noted.other_was)
    FROM noted
    WHERE noted.uai = merge_moves.uai AND noted.merge_id = merge_moves.merge_id
        AND noted.position = merge_moves.position
"""


def upgrade() -> None:
    op.add_column(
        "onboardings", sa.Column("told", sa.SmallInteger(), server_default="0", nullable=False)
    )
    tables = ("onboardings", "merges", "merge_moves", "journal")
    for table in tables:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(MET + TOLD)
    op.execute(MET + NOTED)
    for table in tables:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.create_table(
        "registry_statements",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("totals_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai"),
    )
    row_security(op, "registry_statements")


def downgrade() -> None:
    op.drop_table("registry_statements")
    op.drop_column("onboardings", "told")
