"""The lycée's own texts of the agreement."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from services.chassis.database.migrations import row_security

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "agreement_models",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("model_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("formation_id", sa.Uuid(), nullable=True),
        sa.Column("voted_on", sa.Date(), nullable=False),
        sa.Column("fields", ARRAY(sa.Text()), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "model_id"),
        sa.ForeignKeyConstraint(
            ("uai", "formation_id"),
            ["formations.uai", "formations.formation_id"],
            name="agreement_models_formation_id_fkey",
        ),
    )
    op.create_index(
        "agreement_models_one_in_use",
        "agreement_models",
        ["uai", "formation_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    row_security(op, "agreement_models")


def downgrade() -> None:
    op.drop_table("agreement_models")
