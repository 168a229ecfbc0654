"""Companies are found by what they do and by their postcode; their words are read by company in order."""

from collections.abc import Sequence

from alembic import op

revision: str = "0043"
down_revision: str | None = "0042"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# As `words_of` writes them. A site without postcode gets that of its commune when it is next corrected.
ADDED = """
    INSERT INTO company_words (word, company_id)
    SELECT 'naf ' || lower(replace(naf, '.', '')), company_id FROM companies WHERE naf IS NOT NULL
    UNION SELECT 'naf ' || lower(replace(naf, '.', '')), company_id FROM sites WHERE naf IS NOT NULL
    UNION SELECT postcode, company_id FROM sites WHERE postcode ~ '^[0-9]+$'
    ON CONFLICT DO NOTHING
"""
TAKEN = """
    DELETE FROM company_words w WHERE (w.word >= 'naf ' AND w.word < 'naf!') OR EXISTS (
        SELECT FROM sites s WHERE s.company_id = w.company_id AND s.postcode = w.word
    )
"""
INDEX = "company_words_of_a_company"


def upgrade() -> None:
    op.drop_index(INDEX, "company_words")
    _run(ADDED)
    op.create_index(INDEX, "company_words", ["company_id", "word"], unique=False)


def downgrade() -> None:
    op.drop_index(INDEX, "company_words")
    _run(TAKEN)
    op.create_index(INDEX, "company_words", ["company_id"], unique=False)


def _run(statement: str) -> None:
    """With what is known already, hidden from whoever migrates by row security."""
    for table in ("company_words", "companies", "sites"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(statement)
    for table in ("company_words", "companies", "sites"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
