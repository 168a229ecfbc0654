"""Statistics of the registry are made again where many rows were written.

A service may not ANALYZE tables, which it does not own; this function does that and nothing else.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0051"
down_revision: str | None = "0050"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ANALYSE = """
CREATE FUNCTION analyse_registry() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    ANALYZE public.companies, public.sites, public.company_words,
        public.acquaintances, public.contacts;
END $$
"""


def upgrade() -> None:
    op.execute(_ANALYSE)


def downgrade() -> None:
    op.execute("DROP FUNCTION analyse_registry()")
