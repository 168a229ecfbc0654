"""Actions have hours and a place, and the companies that come are written to."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0057"
down_revision: str | None = "0056"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("actions", sa.Column("starts_at", sa.Time(), nullable=True))
    op.add_column("actions", sa.Column("ends_at", sa.Time(), nullable=True))
    op.add_column("actions", sa.Column("place", sa.Text(), nullable=True))
    # Of those planned before, nobody was told that the companies would be written to.
    op.add_column(
        "actions",
        sa.Column("mails_off", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    op.alter_column("actions", "mails_off", server_default=sa.false())
    op.create_table(
        "action_invites",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("invite_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("reminded_for", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("uai", "invite_id"),
        sa.ForeignKeyConstraint(("uai", "action_id"), ["actions.uai", "actions.action_id"]),
        sa.ForeignKeyConstraint(("company_id",), ["companies.company_id"]),
        sa.ForeignKeyConstraint(
            ("uai", "contact_id"), ["contacts.uai", "contacts.contact_id"], ondelete="CASCADE"
        ),
    )
    op.create_index("action_invites_of_an_action", "action_invites", ["uai", "action_id"])
    op.create_index("action_invites_of_a_company", "action_invites", ["uai", "company_id"])
    op.create_index("action_invites_of_a_contact", "action_invites", ["uai", "contact_id"])
    row_security(op, "action_invites")


def downgrade() -> None:
    op.drop_table("action_invites")
    for name in ("mails_off", "place", "ends_at", "starts_at"):
        op.drop_column("actions", name)
