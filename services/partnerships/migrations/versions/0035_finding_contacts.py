"""Words contacts are found by, and companies by their phones."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import ANY_SCOPE, OWN, row_security

revision: str = "0035"
down_revision: str | None = "0034"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# As `phone_word` writes it: E.164, as people in France type it.
PHONE = "CASE WHEN phone LIKE '+33%' THEN '0' || substr(phone, 4) ELSE '00' || substr(phone, 2) END"


def upgrade() -> None:
    _create("contact_words", "contacts")
    _create("shared_contact_words", "shared_contacts")
    row_security(op, "contact_words")
    # Reviewed: words of contacts a lycée shares, read where the contact itself is.
    row_security(op, "shared_contact_words", shared=True)
    seen = (
        "EXISTS (SELECT FROM shared_contacts s WHERE s.uai = shared_contact_words.uai"
        " AND s.contact_id = shared_contact_words.contact_id)"
    )
    op.execute("DROP POLICY reading ON shared_contact_words")
    op.execute(
        f"CREATE POLICY reading ON shared_contact_words FOR SELECT"
        f" USING ({OWN} OR ({ANY_SCOPE} AND {seen}))"
    )
    _fill()


def _create(table: str, of: str) -> None:
    by_lycee = ("uai", "word", "contact_id")
    op.create_table(
        table,
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(collation="C"), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uai", "contact_id"], [f"{of}.uai", f"{of}.contact_id"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(*(by_lycee if of == "contacts" else ("word", "uai", "contact_id"))),
    )
    op.create_index(f"{table}_of_a_contact", table, ["uai", "contact_id"])


_COMPANIES = f"""
    INSERT INTO company_words (word, company_id) SELECT DISTINCT {PHONE}, company_id
    FROM sites WHERE phone LIKE '+%' ON CONFLICT DO NOTHING
"""  # noqa: S608 – a text of this file
_CONTACTS = f"""
    INSERT INTO contact_words (uai, word, contact_id)
    SELECT uai, regexp_split_to_table(name_key, ' +'), contact_id FROM contacts WHERE name_key <> ''
    UNION SELECT uai, lower(trim(mail)), contact_id FROM contacts WHERE mail <> ''
    UNION SELECT uai, {PHONE}, contact_id FROM contacts WHERE phone LIKE '+%'
"""  # noqa: S608 – a text of this file
_SHARED = """
    INSERT INTO shared_contact_words (uai, word, contact_id)
    SELECT w.uai, w.word, w.contact_id FROM contact_words w
    JOIN shared_contacts s ON s.uai = w.uai AND s.contact_id = w.contact_id
"""
_PHONES_GONE = f"""
    DELETE FROM company_words w USING sites s
    WHERE s.company_id = w.company_id AND s.phone LIKE '+%' AND w.word = {PHONE}
"""  # noqa: S608 – a text of this file


def _fill() -> None:
    """With what is known already, hidden from whoever migrates by row security."""
    known = ("company_words", "sites", "contacts", "contact_words", "shared_contacts")
    lifted = (*known, "shared_contact_words")
    for table in lifted:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    for statement in (_COMPANIES, _CONTACTS, _SHARED):
        op.execute(statement)
    for table in lifted:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.drop_table("shared_contact_words")
    op.drop_table("contact_words")
    for table in ("company_words", "sites"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(_PHONES_GONE)
    for table in ("company_words", "sites"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
