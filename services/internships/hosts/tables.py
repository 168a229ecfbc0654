"""Tables of hosts."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
)

from services.internships.base.metadata import metadata

# Whom to contact before somebody is placed where; read by all, written for one's own lycée.
paused_sites = Table(
    "paused_sites",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("pause_id", Uuid, primary_key=True),
    Column("site_id", Uuid, nullable=False),
    Column("until_on", Date, nullable=False),
    Index("paused_sites_of_a_site", "site_id"),
)

# Which sites lycées asked lately; read by all, written for one's own lycée.
solicited_sites = Table(
    "solicited_sites",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("solicitation_id", Uuid, primary_key=True),
    Column("site_id", Uuid, nullable=False),
    Column("solicited_on", Date, nullable=False),
    Index("solicited_sites_of_a_site", "site_id", "solicited_on"),
)

# Sites some bureau said are closed; without a day once they were reopened.
closed_sites = Table(
    "closed_sites",
    metadata,
    Column("site_id", Uuid, primary_key=True),
    Column("closed_on", Date),
    Column("version", Integer, nullable=False),
)

# How many pupils each lycée has at a site, by week, as it told the department.
hosted_weeks = Table(
    "hosted_weeks",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("tally_id", Uuid, primary_key=True),
    Column("site_key", Text, nullable=False),
    Column("week", Text, nullable=False),
    Column("seats", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Index("hosted_weeks_of_a_site", "site_key", "week"),
)

# Where each key a site was ever told under leads now: a number came to be known, cards were merged.
# `absorbed_id` and `was_id` tell what an undone merge puts back.
host_keys = Table(
    "host_keys",
    metadata,
    Column("site_key", Text, primary_key=True),
    Column("site_id", Uuid, nullable=False),
    Column("absorbed_id", Uuid),
    Column("was_id", Uuid),
    Index("host_keys_of_a_site", "site_id"),
)

# How many people work at a site, and how many pupils it may then host.
host_staff = Table(
    "host_staff",
    metadata,
    Column("site_id", Uuid, primary_key=True),
    Column("staff", Integer, nullable=False),
    Column("version", Integer, nullable=False),
)
hosting_limits = Table(
    "hosting_limits",
    metadata,
    Column("from_on", Date, primary_key=True),
    Column("percent", Integer, nullable=False),
    Column("small", Integer, nullable=False),
    Column("small_under", Integer, nullable=False),
    Column("version", Integer, nullable=False),
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
    # When its company was told to have it; none: before this was kept.
    Column("told_at", DateTime(timezone=True)),
    Index("host_sites_key", "site_key"),
    Index("host_sites_of_a_company", "company_id"),
)
