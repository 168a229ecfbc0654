"""Contacts the bureau writes to, and what hosts are asked to check."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "contacts",
        sa.Column("gets_mail", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "contact_checks",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("contact_check_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("placement_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrected", sa.Boolean(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_because", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "revoked_because IN ('cancelled', 'replaced', 'contact_gone')",
            name="contact_checks_revoked_because",
        ),
        sa.CheckConstraint(
            "confirmed_at IS NULL OR revoked_at IS NULL", name="contact_checks_end_once"
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.company_id"]),
        sa.ForeignKeyConstraint(["site_id"], ["sites.site_id"]),
        sa.ForeignKeyConstraint(["uai", "contact_id"], ["contacts.uai", "contacts.contact_id"]),
        sa.PrimaryKeyConstraint("uai", "contact_check_id"),
    )
    op.create_index("contact_checks_of_a_contact", "contact_checks", ["uai", "contact_id"])
    op.create_index("contact_checks_of_a_company", "contact_checks", ["uai", "company_id"])
    row_security(op, "contact_checks")
