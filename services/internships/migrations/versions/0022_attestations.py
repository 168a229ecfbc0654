"""What hosts attest after a stay."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "attestations",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("attestation_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("days", sa.SmallInteger(), nullable=False),
        sa.Column("absence_days", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "attestation_id"),
        sa.ForeignKeyConstraint(
            ("uai", "placement_id"),
            ["placements.uai", "placements.placement_id"],
            name="attestations_placement_id_fkey",
        ),
    )
    op.create_index("attestations_of_a_place", "attestations", ["uai", "placement_id"])
    op.create_index("attestations_of_an_act", "attestations", ["uai", "act_id"])
    row_security(op, "attestations")


def downgrade() -> None:
    op.drop_table("attestations")
