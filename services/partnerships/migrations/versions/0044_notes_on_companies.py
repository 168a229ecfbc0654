"""Notes of a lycée on a company, the mail of a place, and what lists told of before them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.chassis.database.migrations import row_security

revision: str = "0044"
down_revision: str | None = "0043"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("sites", sa.Column("mail", sa.Text(), nullable=True))
    op.create_table(
        "company_notes",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.company_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("uai", "note_id"),
    )
    op.create_index("company_notes_of_a_company", "company_notes", ["uai", "company_id"])
    row_security(op, "company_notes")
    for name in ("notes", "exchanges"):
        told = sa.Column(name, postgresql.JSONB(), nullable=False, server_default="[]")
        op.add_column("import_effects", told)


def downgrade() -> None:
    for name in ("exchanges", "notes"):
        op.drop_column("import_effects", name)
    op.drop_table("company_notes")
    op.drop_column("sites", "mail")
