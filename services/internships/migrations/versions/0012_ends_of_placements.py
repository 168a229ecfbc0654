"""How a placement ended before its last day, and which one follows it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

STATUS = "placements_status_has_its_dates"
END = "placements_end_has_its_reason"
FOLLOWS = "placements_follow_from_a_day"


def upgrade() -> None:
    op.add_column("placements", sa.Column("follows", sa.Uuid(), nullable=True))
    op.add_column("placements", sa.Column("resumes_on", sa.Date(), nullable=True))
    op.add_column("placements", sa.Column("ended_on", sa.Date(), nullable=True))
    op.add_column("placements", sa.Column("end_reason", sa.Text(), nullable=True))
    op.add_column(
        "placements", sa.Column("end_recorded_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.drop_constraint(STATUS, "placements", type_="check")
    op.create_check_constraint(
        STATUS,
        "placements",
        "status IN ('proposed', 'confirmed', 'interrupted', 'no_show', 'withdrawn')"
        " AND (status IN ('proposed', 'withdrawn')"
        " OR (confirmed_on IS NOT NULL AND reference IS NOT NULL))"
        " AND (status = 'withdrawn') = (withdrawn_on IS NOT NULL)",
    )
    op.create_check_constraint(
        END,
        "placements",
        "(status IN ('interrupted', 'no_show')) = (ended_on IS NOT NULL)"
        " AND (ended_on IS NULL) = (end_reason IS NULL)"
        " AND (ended_on IS NULL) = (end_recorded_at IS NULL)",
    )
    op.create_check_constraint(FOLLOWS, "placements", "(follows IS NULL) = (resumes_on IS NULL)")
    op.create_foreign_key(
        "placements_follows_fkey",
        *("placements", "placements"),
        ["uai", "follows"],
        ["uai", "placement_id"],
    )


def downgrade() -> None:
    op.drop_constraint("placements_follows_fkey", "placements", type_="foreignkey")
    op.drop_constraint(FOLLOWS, "placements", type_="check")
    op.drop_constraint(END, "placements", type_="check")
    op.drop_constraint(STATUS, "placements", type_="check")
    # What ended early or never began is no place any more, as far as the older tables can say.
    op.execute("ALTER TABLE placements NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "UPDATE placements SET status = 'withdrawn', withdrawn_on = ended_on, withdrawal_reason = 'other'"
        " WHERE status IN ('interrupted', 'no_show')"
    )
    op.execute("ALTER TABLE placements FORCE ROW LEVEL SECURITY")
    op.create_check_constraint(
        STATUS,
        "placements",
        "status IN ('proposed', 'confirmed', 'withdrawn')"
        " AND (status <> 'confirmed' OR (confirmed_on IS NOT NULL AND reference IS NOT NULL))"
        " AND (status = 'withdrawn') = (withdrawn_on IS NOT NULL)",
    )
    for column in ("end_recorded_at", "end_reason", "ended_on", "resumes_on", "follows"):
        op.drop_column("placements", column)
