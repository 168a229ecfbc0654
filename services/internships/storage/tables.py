"""Tables. Each row belongs to one lycée, save the copy of companies that all bureaux share."""

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    false,
)

from services.chassis.database.tables import chassis_tables
from services.chassis.files.headings import headings_table

metadata = MetaData()


def _own(table: str, *columns: str, target: str, remote: str) -> ForeignKeyConstraint:
    """A foreign key that cannot reach another lycée's row."""
    remotes = ("uai", *remote.split())
    return ForeignKeyConstraint(
        ("uai", *columns),
        [f"{target}.{name}" for name in remotes],
        name=f"{table}_{'_'.join(columns)}_fkey",
    )


import_headings = headings_table(metadata)

formations = Table(
    "formations",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("formation_id", Uuid, primary_key=True),
    Column("mef", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("uai", "mef", name="formations_mef_key"),
)

classes = Table(
    "classes",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("class_id", Uuid, primary_key=True),
    Column("school_year", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("class_key", Text, nullable=False),
    Column("formation_id", Uuid, nullable=False),
    UniqueConstraint("uai", "school_year", "class_key", name="classes_key_key"),
    _own("classes", "formation_id", target="formations", remote="formation_id"),
)

# The only table of the whole system with pupils' names. Of a pupil who was erased, or left long
# ago, the row stays for the figures, and names nobody.
pupils = Table(
    "pupils",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("pupil_year_id", Uuid, primary_key=True),
    Column("school_year", Text, nullable=False),
    Column("class_id", Uuid, nullable=False),
    Column("formation_id", Uuid, nullable=False),
    Column("last_name", Text),
    Column("first_name", Text),
    Column("name_key", Text),
    Column("born_on", Date),
    # Where the pupil lives, by the code of the commune; never the address.
    Column("commune", Text),
    Column("left_on", Date),
    Column("erased_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    CheckConstraint(
        "(erased_at IS NULL) = (last_name IS NOT NULL) AND (last_name IS NULL) = (first_name IS NULL)"
        " AND (last_name IS NULL) = (name_key IS NULL)",
        name="pupils_erased_altogether",
    ),
    CheckConstraint(
        "erased_at IS NULL OR (born_on IS NULL AND commune IS NULL)",
        name="pupils_erased_with_what_is_known",
    ),
    _own("pupils", "class_id", target="classes", remote="class_id"),
    _own("pupils", "formation_id", target="formations", remote="formation_id"),
    Index("pupils_of_a_formation", "uai", "school_year", "formation_id"),
    Index("pupils_of_a_name", "uai", "school_year", "name_key"),
)

periods = Table(
    "periods",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("period_id", Uuid, primary_key=True),
    Column("school_year", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("weeks", SmallInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("starts_on < ends_on", name="periods_end_after_their_start"),
)

period_formations = Table(
    "period_formations",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("period_id", Uuid, primary_key=True),
    Column("formation_id", Uuid, primary_key=True),
    # Whose PFMP it was once it is over, and who of them had left; null while it follows the classes.
    Column("settled", ARRAY(Uuid)),
    Column("settled_left", ARRAY(Uuid)),
    # The same, of one whose dates say since that it goes on: a slip of the dates loses nothing.
    Column("settled_aside", ARRAY(Uuid)),
    Column("settled_left_aside", ARRAY(Uuid)),
    CheckConstraint(
        "(settled IS NULL) = (settled_left IS NULL) AND (settled IS NULL OR settled_left <@ settled)",
        name="period_formations_settled_altogether",
    ),
    _own("period_formations", "period_id", target="periods", remote="period_id"),
    _own("period_formations", "formation_id", target="formations", remote="formation_id"),
)

# Without a row here for a period, all classes of its formations are concerned.
period_classes = Table(
    "period_classes",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("period_id", Uuid, primary_key=True),
    Column("class_id", Uuid, primary_key=True),
    _own("period_classes", "period_id", target="periods", remote="period_id"),
    _own("period_classes", "class_id", target="classes", remote="class_id"),
)

exemptions = Table(
    "exemptions",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("period_id", Uuid, primary_key=True),
    Column("pupil_year_id", Uuid, primary_key=True),
    Column("reason", Text, nullable=False),
    _own("exemptions", "period_id", target="periods", remote="period_id"),
    _own("exemptions", "pupil_year_id", target="pupils", remote="pupil_year_id"),
)

host_companies = Table(
    "host_companies",
    metadata,
    Column("company_id", Uuid, primary_key=True),
    Column("naf", Text),
    Column("public_name", Text),
    Column("version", Integer, nullable=False),
)

host_sites = Table(
    "host_sites",
    metadata,
    Column("site_id", Uuid, primary_key=True),
    Column("company_id", Uuid, ForeignKey("host_companies.company_id"), nullable=False),
    Column("site_key", Text, nullable=False),
    Column("naf", Text),
    Column("commune", Text),
    Column("search_text", Text, nullable=False),
    # A site its company no longer has stays readable under its past placements.
    Column("listed", Boolean, nullable=False),
    Index("host_sites_key", "site_key"),
    Index("host_sites_of_a_company", "company_id"),
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
    Column("end_recorded_at", DateTime(timezone=True)),
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
    _own("placements", "period_id", target="periods", remote="period_id"),
    _own("placements", "pupil_year_id", target="pupils", remote="pupil_year_id"),
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

coverages = Table(
    "coverages",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("coverage_id", Uuid, primary_key=True),
    Column("period_id", Uuid, nullable=False),
    Column("formation_id", Uuid, nullable=False),
    Column("concerned", Integer, nullable=False),
    Column("exempted", Integer, nullable=False),
    Column("left", Integer, nullable=False),
    Column("host_agreed", Integer, nullable=False),
    Column("agreement_issued", Integer, nullable=False),
    Column("agreement_signed", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("uai", "period_id", "formation_id", name="coverages_key"),
    _own("coverages", "period_id", target="periods", remote="period_id"),
    _own("coverages", "formation_id", target="formations", remote="formation_id"),
)

# The sites that ever hosted a pupil of the lycée: the first one to add a row is the new host.
hosting_sites = Table(
    "hosting_sites",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("site_id", Uuid, ForeignKey("host_sites.site_id"), primary_key=True),
    Column("first_on", Date, nullable=False),
)

# What the department was last told of each site's seats.
tallies = Table(
    "tallies",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("tally_id", Uuid, primary_key=True),
    Column("site_key", Text, nullable=False),
    Column("school_year", Text, nullable=False),
    Column("week", Text, nullable=False),
    Column("seats", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    # Counted while the head kept these figures in the lycée.
    Column("withheld", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("uai", "site_key", "school_year", "week", name="tallies_key"),
)

chassis_tables(metadata)
