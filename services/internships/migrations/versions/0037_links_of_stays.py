"""Links about the stay of a pupil, for who hosts them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0037"
down_revision: str | None = "0036"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OF_ONE = (
    "num_nonnulls(pupil_year_id, class_id, referent_id, placement_id) = 1"
    " AND (class_id IS NULL) = (given_to IS NULL)"
)
BEFORE = (
    "num_nonnulls(pupil_year_id, class_id, referent_id) = 1"
    " AND (class_id IS NULL) = (given_to IS NULL)"
)


def upgrade() -> None:
    op.add_column("personal_links", sa.Column("placement_id", sa.Uuid(), nullable=True))
    op.drop_constraint("personal_links_about_one", "personal_links")
    op.create_check_constraint("personal_links_about_one", "personal_links", OF_ONE)
    op.create_foreign_key(
        "personal_links_placement_id_fkey",
        "personal_links",
        "placements",
        ["uai", "placement_id"],
        ["uai", "placement_id"],
    )
    op.create_index(
        "personal_links_one_of_a_stay",
        "personal_links",
        ["uai", "placement_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_constraint("personal_links_about_one", "personal_links")
    op.execute("ALTER TABLE personal_links NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM personal_links WHERE placement_id IS NOT NULL")
    op.execute("ALTER TABLE personal_links FORCE ROW LEVEL SECURITY")
    op.drop_column("personal_links", "placement_id")
    op.create_check_constraint("personal_links_about_one", "personal_links", BEFORE)
