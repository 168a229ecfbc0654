"""Links about a class, given to its teachers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.alter_column("personal_links", "pupil_year_id", nullable=True)
    op.add_column("personal_links", sa.Column("class_id", sa.Uuid(), nullable=True))
    op.add_column("personal_links", sa.Column("given_to", sa.Text(), nullable=True))
    op.create_foreign_key(
        "personal_links_class_id_fkey",
        "personal_links",
        "classes",
        ["uai", "class_id"],
        ["uai", "class_id"],
    )
    op.create_check_constraint(
        "personal_links_about_one",
        "personal_links",
        "(pupil_year_id IS NULL) = (class_id IS NOT NULL)"
        " AND (class_id IS NULL) = (given_to IS NULL)",
    )


def downgrade() -> None:
    op.execute("ALTER TABLE personal_links NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM personal_links WHERE class_id IS NOT NULL")
    op.execute("ALTER TABLE personal_links FORCE ROW LEVEL SECURITY")
    op.drop_constraint("personal_links_about_one", "personal_links")
    op.drop_constraint("personal_links_class_id_fkey", "personal_links")
    op.drop_column("personal_links", "given_to")
    op.drop_column("personal_links", "class_id")
    op.alter_column("personal_links", "pupil_year_id", nullable=False)
