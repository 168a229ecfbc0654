"""What teachers bring: their links, and what waits for the bureau."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "teacher_links",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("teacher_link_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mail", sa.Text(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("uai", "teacher_link_id"),
    )
    op.create_table(
        "brought",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("brought_id", sa.Uuid(), nullable=False),
        sa.Column("teacher_link_id", sa.Uuid(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("town", sa.Text(), nullable=True),
        sa.Column("reach", sa.Text(), nullable=True),
        sa.Column("through", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("uai", "brought_id"),
        sa.ForeignKeyConstraint(
            ["uai", "teacher_link_id"],
            ["teacher_links.uai", "teacher_links.teacher_link_id"],
            ondelete="CASCADE",
        ),
    )
    op.create_index("brought_by_a_link", "brought", ["uai", "teacher_link_id"])
    row_security(op, "teacher_links")
    row_security(op, "brought")


def downgrade() -> None:
    op.drop_table("brought")
    op.drop_table("teacher_links")
