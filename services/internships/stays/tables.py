"""Tables of stays."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
)

from services.internships.base.metadata import metadata, own

# The sites that ever hosted a pupil of the lycée: the first one to add a row is the new host.
hosting_sites = Table(
    "hosting_sites",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("site_id", Uuid, ForeignKey("host_sites.site_id"), primary_key=True),
    Column("first_on", Date, nullable=False),
)


placements = Table(
    "placements",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("placement_id", Uuid, primary_key=True),
    Column("reference", Uuid, unique=True),
    Column("period_id", Uuid, nullable=False),
    Column("pupil_year_id", Uuid, nullable=False),
    Column("mef", Text, nullable=False),
    Column("site_id", Uuid, ForeignKey("host_sites.site_id"), nullable=False),
    Column("site_key", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("proposed_on", Date, nullable=False),
    *(Column("confirmed_on", Date), Column("confirmed_by", Uuid)),
    Column("agreement_issued_on", Date),
    Column("agreement_signed_on", Date),
    Column("withdrawn_on", Date),
    Column("withdrawal_reason", Text),
    # A contact of the lycée, whose name the registry alone has.
    Column("tutor_id", Uuid),
    # After a place that ended early or never began: which one, and the first day it may be for.
    Column("follows", Uuid),
    Column("resumes_on", Date),
    # The days somebody is really there, where they are not those of the period.
    Column("own_starts_on", Date),
    Column("own_ends_on", Date),
    Column("dates_reason", Text),
    # The last day at the host, or the day somebody knew that the pupil had not come.
    Column("ended_on", Date),
    Column("end_reason", Text),
    *(Column("end_recorded_at", DateTime(timezone=True)), Column("ended_by", Uuid)),
    Column("version", Integer, nullable=False),
    CheckConstraint(
        "status IN ('proposed', 'confirmed', 'interrupted', 'no_show', 'withdrawn')"
        " AND (status IN ('proposed', 'withdrawn')"
        " OR (confirmed_on IS NOT NULL AND reference IS NOT NULL))"
        " AND (status = 'withdrawn') = (withdrawn_on IS NOT NULL)",
        name="placements_status_has_its_dates",
    ),
    CheckConstraint(
        "(status IN ('interrupted', 'no_show')) = (ended_on IS NOT NULL)"
        " AND (ended_on IS NULL) = (end_reason IS NULL)"
        " AND (ended_on IS NULL) = (end_recorded_at IS NULL)",
        name="placements_end_has_its_reason",
    ),
    CheckConstraint(
        "own_starts_on <= own_ends_on OR (own_starts_on IS NULL AND own_ends_on IS NULL)",
        name="placements_own_dates_in_order",
    ),
    CheckConstraint(
        "(own_starts_on IS NULL) = (dates_reason IS NULL)"
        " AND (own_starts_on IS NULL) = (own_ends_on IS NULL)",
        name="placements_own_dates_have_a_reason",
    ),
    CheckConstraint(
        "(follows IS NULL) = (resumes_on IS NULL)", name="placements_follow_from_a_day"
    ),
    ForeignKeyConstraint(
        ("uai", "follows"),
        ["placements.uai", "placements.placement_id"],
        name="placements_follows_fkey",
    ),
    own("placements", "period_id", target="periods", remote="period_id"),
    own("placements", "pupil_year_id", target="pupils", remote="pupil_year_id"),
)
Index(
    "placements_one_live",
    placements.c.uai,
    placements.c.period_id,
    placements.c.pupil_year_id,
    unique=True,
    postgresql_where=placements.c.status.in_(("proposed", "confirmed")),
)
Index("placements_of_a_site", placements.c.uai, placements.c.site_id)
Index("placements_of_a_pupil", placements.c.uai, placements.c.pupil_year_id)
