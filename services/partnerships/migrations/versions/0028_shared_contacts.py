"""Contacts shown to the network, and persons who object."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import ANY_SCOPE, OWN, row_security

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "contact_objections",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("objection_id", sa.Uuid(), nullable=False),
        sa.Column("objected_on", sa.Date(), nullable=False),
        sa.Column("suffices", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("mark", "objection_id"),
    )
    op.create_index("contact_objections_together", "contact_objections", ["objection_id"])
    op.create_table(
        "shared_contacts",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("function", sa.Text(), nullable=True),
        sa.Column("mail", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("mail_mark", sa.Text(), nullable=True),
        sa.Column("phone_mark", sa.Text(), nullable=True),
        sa.Column("informed_on", sa.Date(), nullable=False),
        sa.Column("shared_on", sa.Date(), nullable=False),
        sa.Column("shared_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["companies.company_id"]),
        sa.ForeignKeyConstraint(["site_id"], ["sites.site_id"]),
        sa.ForeignKeyConstraint(
            ["uai", "contact_id"], ["contacts.uai", "contacts.contact_id"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("uai", "contact_id"),
    )
    op.create_index("shared_contacts_of_a_company", "shared_contacts", ["company_id"])
    # Reviewed: keyed hashes, which every bureau compares with what it holds.
    row_security(op, "contact_objections", shared=True)
    # Reviewed: what a lycée shares is read by all bureaux, until the person objects.
    row_security(op, "shared_contacts", shared=True)
    objected = (
        "EXISTS (SELECT FROM contact_objections o"
        " WHERE o.mark IN (mail_mark, phone_mark) AND (o.suffices OR mail_mark IS NULL))"
    )
    op.execute("DROP POLICY reading ON shared_contacts")
    op.execute(
        f"CREATE POLICY reading ON shared_contacts FOR SELECT"
        f" USING ({OWN} OR ({ANY_SCOPE} AND NOT {objected}))"
    )


def downgrade() -> None:
    op.drop_table("shared_contacts")
    op.drop_table("contact_objections")
