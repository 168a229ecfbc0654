"""Links given to pupils and parents."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "personal_links",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("pupil_year_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("uai", "link_id"),
        sa.ForeignKeyConstraint(
            ("uai", "pupil_year_id"),
            ["pupils.uai", "pupils.pupil_year_id"],
            name="personal_links_pupil_year_id_fkey",
        ),
    )
    op.create_index(
        "personal_links_one_open",
        "personal_links",
        ["uai", "pupil_year_id", "kind"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    row_security(op, "personal_links")


def downgrade() -> None:
    op.drop_table("personal_links")
