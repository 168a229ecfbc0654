"""Companies' own pages: links, what was done by them, who wants no mail."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    for table in ("capacities", "site_pauses"):
        op.add_column(
            table,
            sa.Column("by_company", sa.Boolean(), nullable=False, server_default=sa.false()),
        )
    op.drop_constraint("site_pauses_pkey", "site_pauses", type_="primary")
    op.create_primary_key("site_pauses_pkey", "site_pauses", ["uai", "site_id", "by_company"])
    _links()
    _doings()
    op.create_table(
        "mail_stops",
        sa.Column("address_digest", sa.Text(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address_digest"),
    )
    row_security(op, "host_pages")
    row_security(op, "host_doings")
    # Reviewed: digests under the service's key, which tell no address; a stop holds for all lycées.
    row_security(op, "mail_stops", shared=True)


def _links() -> None:
    op.create_table(
        "host_pages",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("host_page_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("mail_digest", sa.Text(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("uai", "host_page_id"),
        sa.ForeignKeyConstraint(["company_id"], ["companies.company_id"]),
        sa.ForeignKeyConstraint(["site_id"], ["sites.site_id"]),
        sa.ForeignKeyConstraint(
            ["uai", "contact_id"], ["contacts.uai", "contacts.contact_id"], ondelete="CASCADE"
        ),
    )
    op.create_index("host_pages_of_a_company", "host_pages", ["uai", "company_id"])
    op.create_index("host_pages_of_a_contact", "host_pages", ["uai", "contact_id"])


def _doings() -> None:
    op.create_table(
        "host_doings",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("doing_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("about", sa.Uuid(), nullable=True),
        sa.Column("seats", sa.SmallInteger(), nullable=True),
        sa.Column("from_month", sa.Date(), nullable=True),
        sa.Column("to_month", sa.Date(), nullable=True),
        sa.Column("mef", sa.Text(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("uai", "doing_id"),
        sa.ForeignKeyConstraint(["company_id"], ["companies.company_id"]),
        sa.ForeignKeyConstraint(["site_id"], ["sites.site_id"]),
    )
    op.create_index("host_doings_of_a_company", "host_doings", ["uai", "company_id", "done_at"])


def downgrade() -> None:
    op.drop_table("mail_stops")
    op.drop_table("host_doings")
    op.drop_table("host_pages")
    op.execute("ALTER TABLE site_pauses NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM site_pauses WHERE by_company")
    op.execute("ALTER TABLE site_pauses FORCE ROW LEVEL SECURITY")
    op.drop_constraint("site_pauses_pkey", "site_pauses", type_="primary")
    op.create_primary_key("site_pauses_pkey", "site_pauses", ["uai", "site_id"])
    op.drop_column("site_pauses", "by_company")
    op.drop_column("capacities", "by_company")
