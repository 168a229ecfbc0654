"""Tables of meetings: the network’s own, written by the department."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Time,
    UniqueConstraint,
    Uuid,
)

from services.coordination.base.metadata import Instant, metadata

meetings = Table(
    "meetings",
    metadata,
    Column("meeting_id", Uuid, primary_key=True),
    Column(
        "committee_id",
        Uuid,
        ForeignKey("committees.committee_id", name="meetings_committee_id_fkey"),
        nullable=False,
    ),
    Column("meets_on", Date, nullable=False),
    # By the clock of Paris.
    Column("starts_at", Time),
    Column("ends_at", Time),
    Column("place", Text),
    Column("agenda", Text),
    Column("state", Text, nullable=False),
    Column("convened_at", Instant),
    Column("minutes", Text),
    Column("others", Integer),
    # What the department was told last: a correction of something else tells it nothing.
    Column("told_attended", Integer),
    Column("told_decisions", Integer),
    Column("told_on", Date),
    Column("sequence", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("state IN ('planned', 'convened', 'held', 'cancelled')", name="meetings_state"),
    Index("meetings_of_a_committee", "committee_id", "meets_on"),
)

meeting_attendance = Table(
    "meeting_attendance",
    metadata,
    Column(
        "meeting_id",
        Uuid,
        ForeignKey("meetings.meeting_id", name="meeting_attendance_meeting_id_fkey"),
        primary_key=True,
    ),
    Column(
        "member_id",
        Uuid,
        ForeignKey("committee_members.member_id", name="meeting_attendance_member_id_fkey"),
        primary_key=True,
    ),
)

meeting_invites = Table(
    "meeting_invites",
    metadata,
    Column("invite_id", Uuid, primary_key=True),
    Column(
        "meeting_id",
        Uuid,
        ForeignKey("meetings.meeting_id", name="meeting_invites_meeting_id_fkey"),
        nullable=False,
    ),
    Column(
        "member_id",
        Uuid,
        ForeignKey("committee_members.member_id", name="meeting_invites_member_id_fkey"),
        nullable=False,
    ),
    # Of a lycée that sits there: its bureau reads it, whoever sits for it.
    Column("to_bureau", Boolean, nullable=False),
    # Which lycée: who sits there may be of another one by now.
    Column("lycee", Text),
    UniqueConstraint(
        *("meeting_id", "member_id", "to_bureau", "lycee"),
        name="meeting_invites_once",
        postgresql_nulls_not_distinct=True,
    ),
    CheckConstraint("to_bureau = (lycee IS NOT NULL)", name="meeting_invites_of_a_bureau"),
    Index("meeting_invites_of_a_member", "member_id"),
)
