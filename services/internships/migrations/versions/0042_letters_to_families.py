"""Which letters to families were asked for: each once for the day it counts to and for each reader."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0042"
down_revision: str | None = "0041"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "family_letter_stays",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("threshold", sa.SmallInteger(), nullable=False),
        sa.Column("counted_to", sa.Date(), nullable=False),
        sa.Column("reminder", sa.SmallInteger(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "letter_id", "placement_id"),
        sa.UniqueConstraint(
            *("uai", "placement_id", "kind", "counted_to", "threshold", "slot"),
            name="family_letter_stays_once",
        ),
        sa.ForeignKeyConstraint(
            ["uai", "placement_id"],
            ["placements.uai", "placements.placement_id"],
            name="family_letter_stays_placement_id_fkey",
        ),
    )
    row_security(op, "family_letter_stays")


def downgrade() -> None:
    op.drop_table("family_letter_stays")
