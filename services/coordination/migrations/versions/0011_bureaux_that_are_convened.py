"""Which lycée's bureau is convened to a meeting, whomever its member sits there for later."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("meeting_invites", sa.Column("lycee", sa.Text()))
    op.execute("ALTER TABLE meeting_invites NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE committee_members NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "UPDATE meeting_invites SET lycee = committee_members.lycee FROM committee_members"
        " WHERE committee_members.member_id = meeting_invites.member_id AND to_bureau"
    )
    # Of a member who sits for no lycée by now: nobody can say whose bureau it was.
    op.execute("DELETE FROM meeting_invites WHERE to_bureau AND lycee IS NULL")
    op.execute("ALTER TABLE committee_members FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE meeting_invites FORCE ROW LEVEL SECURITY")
    op.drop_constraint("meeting_invites_once", "meeting_invites")
    op.create_unique_constraint(
        "meeting_invites_once",
        "meeting_invites",
        ["meeting_id", "member_id", "to_bureau", "lycee"],
        postgresql_nulls_not_distinct=True,
    )
    op.create_check_constraint(
        "meeting_invites_of_a_bureau", "meeting_invites", "to_bureau = (lycee IS NOT NULL)"
    )


def downgrade() -> None:
    op.drop_constraint("meeting_invites_of_a_bureau", "meeting_invites")
    op.drop_constraint("meeting_invites_once", "meeting_invites")
    op.execute("ALTER TABLE meeting_invites NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "DELETE FROM meeting_invites AS one USING meeting_invites AS other"
        " WHERE one.to_bureau AND other.to_bureau AND one.meeting_id = other.meeting_id"
        " AND one.member_id = other.member_id AND one.invite_id > other.invite_id"
    )
    op.execute("ALTER TABLE meeting_invites FORCE ROW LEVEL SECURITY")
    op.create_unique_constraint(
        "meeting_invites_once", "meeting_invites", ["meeting_id", "member_id", "to_bureau"]
    )
    op.drop_column("meeting_invites", "lycee")
