"""Where each key a site was told under leads now."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "host_keys",
        sa.Column("site_key", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("absorbed_id", sa.Uuid(), nullable=True),
        sa.Column("was_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("site_key"),
    )
    op.create_index("host_keys_of_a_site", "host_keys", ["site_id"])
    # Reviewed: public identifiers, as host_sites.
    row_security(op, "host_keys", shared=True)
    tables = ("host_sites", "placements", "host_keys")
    for table in tables:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    # Merges are told again from the beginning; keys a site had before its number are known by places.
    op.execute(
        "INSERT INTO host_keys (site_key, site_id) SELECT DISTINCT ON (site_key) site_key, site_id"
        " FROM host_sites ORDER BY site_key, listed DESC"
    )
    op.execute(
        "INSERT INTO host_keys (site_key, site_id) SELECT DISTINCT ON (site_key) site_key, site_id"
        " FROM placements ORDER BY site_key ON CONFLICT DO NOTHING"
    )
    for table in tables:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.drop_table("host_keys")
