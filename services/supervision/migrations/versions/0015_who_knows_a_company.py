"""Which cards are one company's, and who knows it: exchanges, places by site, whose partnership it is."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from contracts.words import plain
from services.chassis.database.migrations import row_security

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TEXTS = postgresql.ARRAY(sa.Text())
ADDED = {
    "companies": ("siren", "name_key", "communes", "site_keys"),
    "partnerships": ("company_id", "scopes"),
}
# The rest of what is kept from now on is in the stream alone: `passerelle rebuild supervision`
# reads it again.
WHOSE = """
    UPDATE partnerships p SET company_id = j.company_id
    FROM network_journal j WHERE j.event_id = p.event_id
"""
READ = ("companies", "partnerships", "network_journal")


def _newest() -> tuple[sa.Column[int], sa.Column[object]]:
    return (
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
    )


def upgrade() -> None:
    # A trusted extension: who owns the database may add it.
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    _add_columns()
    for table in READ:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(WHOSE)
    _name_keys()
    for table in READ:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    _create_merges()
    _create_exchanges()
    _create_hostings()
    op.create_index("network_journal_company", "network_journal", ["company_id", "recorded_at"])


def _add_columns() -> None:
    op.add_column("companies", sa.Column("siren", sa.Text(), nullable=True))
    for table, name, empty in (
        ("companies", "name_key", sa.Text()),
        ("companies", "communes", TEXTS),
        ("companies", "site_keys", TEXTS),
        ("partnerships", "scopes", TEXTS),
    ):
        default = "" if isinstance(empty, sa.Text) else "{}"
        op.add_column(table, sa.Column(name, empty, server_default=default, nullable=False))
        op.alter_column(table, name, server_default=None)
    op.add_column("partnerships", sa.Column("company_id", sa.Uuid(), nullable=True))


def _name_keys() -> None:
    """What is known already is found by its name and its commune before anything is read again."""
    op.execute("UPDATE companies SET communes = ARRAY[commune] WHERE commune IS NOT NULL")
    known = op.get_bind().execute(
        sa.text("SELECT company_id, public_name FROM companies WHERE public_name IS NOT NULL")
    )
    keyed = sa.text("UPDATE companies SET name_key = :key WHERE company_id = :company_id")
    rows = [{"company_id": row.company_id, "key": plain(row.public_name)} for row in known]
    if rows:
        op.get_bind().execute(keyed, rows)


def _create_merges() -> None:
    op.create_table(
        "company_merges",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("absorbed_id", sa.Uuid(), nullable=False),
        sa.Column("merged", sa.Boolean(), nullable=False),
        sa.Column("former_keys", TEXTS, nullable=False),
        *_newest(),
        sa.PrimaryKeyConstraint("company_id", "absorbed_id"),
    )
    row_security(op, "company_merges", shared=True)


def _create_exchanges() -> None:
    op.create_table(
        "exchanges",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("interaction_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        *_newest(),
        sa.PrimaryKeyConstraint("uai", "interaction_id"),
    )
    op.create_index("exchanges_company", "exchanges", ["company_id", "uai"])
    row_security(op, "exchanges", department_wide=True)


def _create_hostings() -> None:
    op.create_table(
        "hostings",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("tally_id", sa.Uuid(), nullable=False),
        sa.Column("site_key", sa.Text(), nullable=False),
        sa.Column("school_year", sa.Text(), nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        *_newest(),
        sa.PrimaryKeyConstraint("uai", "tally_id"),
    )
    op.create_index("hostings_site", "hostings", ["site_key", "uai"])
    row_security(op, "hostings", department_wide=True)


def downgrade() -> None:
    op.drop_index("network_journal_company", "network_journal")
    for table in ("hostings", "exchanges", "company_merges"):
        op.drop_table(table)
    for table, names in ADDED.items():
        for name in names:
            op.drop_column(table, name)
    op.execute("DROP EXTENSION pg_trgm")
