"""Committees, who sits there, their charters, their meetings and who is convened."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_committees()
    _create_addresses()
    _create_meetings()
    # Reviewed: organisations, who sits for them, and what a committee said, read by the network and
    # written by the department.
    for table in ("committees", "committee_members", "committee_charters"):
        row_security(op, table, shared=True, department_wide=True)
    for table in ("meetings", "meeting_attendance", "meeting_invites"):
        row_security(op, table, shared=True, department_wide=True)
    # An address is read by its own lycée and by the department.
    row_security(op, "committee_addresses", department_wide=True)
    # Reviewed: a digest and an id without anybody; written where a link or a return says so.
    row_security(op, "committee_mail_stops", shared=True)
    row_security(op, "committee_mail_returns", shared=True)


def _create_committees() -> None:
    op.create_table(
        "committees",
        sa.Column("committee_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("perimeter", sa.Text()),
        sa.Column("communes", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("name_key", sa.Text(collation="C"), nullable=False),
        sa.Column("archived_at", Instant),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("committee_id"),
    )
    op.create_table(
        "committee_members",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("committee_id", sa.Uuid(), nullable=False),
        sa.Column("lycee", sa.Text()),
        sa.Column("actor_id", sa.Uuid()),
        sa.Column("organisation", sa.Text()),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("person", sa.Text()),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(lycee, actor_id, organisation) = 1",
            name="committee_members_one_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committees.committee_id"],
            name="committee_members_committee_id_fkey",
        ),
        sa.PrimaryKeyConstraint("member_id"),
    )
    op.create_index("committee_members_of_one", "committee_members", ["committee_id"])
    op.create_table(
        "committee_charters",
        sa.Column("charter_id", sa.Uuid(), nullable=False),
        sa.Column("committee_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_at", Instant),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committees.committee_id"],
            name="committee_charters_committee_id_fkey",
        ),
        sa.PrimaryKeyConstraint("charter_id"),
    )
    op.create_index("committee_charters_of_one", "committee_charters", ["committee_id"])


def _create_addresses() -> None:
    op.create_table(
        "committee_addresses",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("address_id", sa.Uuid(), nullable=False),
        sa.Column("mail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "member_id"),
    )
    op.create_index("committee_addresses_by_id", "committee_addresses", ["address_id"], unique=True)
    op.create_index("committee_addresses_one", "committee_addresses", ["member_id"], unique=True)
    op.create_table(
        "committee_mail_stops",
        sa.Column("address_digest", sa.Text(), nullable=False),
        sa.Column("stopped_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("address_digest"),
    )
    op.create_table(
        "committee_mail_returns",
        sa.Column("address_id", sa.Uuid(), nullable=False),
        sa.Column("returned_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("address_id"),
    )


def _create_meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("committee_id", sa.Uuid(), nullable=False),
        sa.Column("meets_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time()),
        sa.Column("ends_at", sa.Time()),
        sa.Column("place", sa.Text()),
        sa.Column("agenda", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("convened_at", Instant),
        sa.Column("minutes", sa.Text()),
        sa.Column("others", sa.Integer()),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('planned', 'convened', 'held', 'cancelled')", name="meetings_state"
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committees.committee_id"], name="meetings_committee_id_fkey"
        ),
        sa.PrimaryKeyConstraint("meeting_id"),
    )
    op.create_index("meetings_of_a_committee", "meetings", ["committee_id", "meets_on"])
    for table, more, key in (
        ("meeting_attendance", [], ["meeting_id", "member_id"]),
        (
            "meeting_invites",
            [
                sa.Column("invite_id", sa.Uuid(), nullable=False),
                sa.Column("to_bureau", sa.Boolean(), nullable=False),
                sa.UniqueConstraint(
                    "meeting_id", "member_id", "to_bureau", name="meeting_invites_once"
                ),
            ],
            ["invite_id"],
        ),
    ):
        op.create_table(
            table,
            sa.Column("meeting_id", sa.Uuid(), nullable=False),
            sa.Column("member_id", sa.Uuid(), nullable=False),
            *more,
            sa.ForeignKeyConstraint(
                ["meeting_id"], ["meetings.meeting_id"], name=f"{table}_meeting_id_fkey"
            ),
            sa.ForeignKeyConstraint(
                ["member_id"], ["committee_members.member_id"], name=f"{table}_member_id_fkey"
            ),
            sa.PrimaryKeyConstraint(*key),
        )
    op.create_index("meeting_invites_of_a_member", "meeting_invites", ["member_id"])


def downgrade() -> None:
    for table in (
        *("meeting_invites", "meeting_attendance", "meetings"),
        *("committee_mail_returns", "committee_mail_stops", "committee_addresses"),
        *("committee_charters", "committee_members", "committees"),
    ):
        op.drop_table(table)
