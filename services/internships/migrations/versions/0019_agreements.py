"""Agreements of placements, and who signed them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "agreements",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("amends", sa.Uuid(), nullable=True),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("prepared_on", sa.Date(), nullable=False),
        sa.Column("prepared_act", sa.Uuid(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issued_act", sa.Uuid(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("printed_starts_on", sa.Date(), nullable=True),
        sa.Column("printed_ends_on", sa.Date(), nullable=True),
        sa.Column("printed_tutor_id", sa.Uuid(), nullable=True),
        sa.Column("refused_by", sa.Text(), nullable=True),
        sa.Column("refused_reason", sa.Text(), nullable=True),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "agreement_id"),
        sa.CheckConstraint(
            "standing IN ('prepared', 'issued', 'partly_signed', 'signed', 'refused', 'amended',"
            " 'cancelled')"
            " AND (standing = 'prepared' OR standing = 'cancelled' OR issued_on IS NOT NULL)"
            " AND (standing <> 'signed' OR signed_on IS NOT NULL)"
            " AND (standing IN ('amended', 'cancelled')) = (closed_on IS NOT NULL)",
            name="agreements_standing_has_its_dates",
        ),
        sa.CheckConstraint(
            "(issued_on IS NULL) = (issued_act IS NULL)"
            " AND (issued_on IS NULL) = (printed_starts_on IS NULL)"
            " AND (issued_on IS NULL) = (printed_ends_on IS NULL)",
            name="agreements_issued_say_what_is_printed",
        ),
        sa.CheckConstraint(
            "(refused_by IS NULL) = (refused_reason IS NULL)"
            " AND (refused_by IS NULL) = (refused_on IS NULL)",
            name="agreements_refusal_has_its_reason",
        ),
        sa.ForeignKeyConstraint(
            ("uai", "placement_id"),
            ["placements.uai", "placements.placement_id"],
            name="agreements_placement_id_fkey",
        ),
        sa.ForeignKeyConstraint(
            ("uai", "amends"),
            ["agreements.uai", "agreements.agreement_id"],
            name="agreements_amends_fkey",
        ),
    )
    op.create_index(
        "agreements_one_current",
        "agreements",
        ["uai", "placement_id"],
        unique=True,
        postgresql_where=sa.text("closed_on IS NULL"),
    )
    op.create_index("agreements_of_a_placement", "agreements", ["uai", "placement_id"])
    op.create_index("agreements_of_an_act", "agreements", ["uai", "prepared_act"])
    op.create_table(
        "agreement_signatures",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("delegated", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("act_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("uai", "agreement_id", "signer"),
        sa.CheckConstraint(
            "(signed_on IS NULL) = (channel IS NULL) AND (signed_on IS NULL) = (act_id IS NULL)",
            name="agreement_signatures_have_their_channel",
        ),
        sa.ForeignKeyConstraint(
            ("uai", "agreement_id"),
            ["agreements.uai", "agreements.agreement_id"],
            name="agreement_signatures_agreement_id_fkey",
            ondelete="CASCADE",
        ),
    )
    op.create_index("agreement_signatures_of_an_act", "agreement_signatures", ["uai", "act_id"])
    row_security(op, "agreements")
    row_security(op, "agreement_signatures")


def downgrade() -> None:
    op.drop_table("agreement_signatures")
    op.drop_table("agreements")
