"""Tables of what the bureaux share about how often hosts are asked, and of the network's rules."""

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

from services.partnerships.base.tables import metadata
from services.partnerships.companies.tables.references import REFERENCES, CompanyReference, Keeps

# Who asked something of which site, and when; read by all bureaux, written for one's own lycée.
solicitations = Table(
    "solicitations",
    metadata,
    Column("uai", Text, primary_key=True),
    # The exchange or the proposed place it comes from.
    Column("source_id", Uuid, primary_key=True),
    Column("site_id", Uuid, ForeignKey("sites.site_id", ondelete="CASCADE"), nullable=False),
    Column("by_place", Boolean, nullable=False),
    Column("solicited_on", Date, nullable=False),
    # Drawn for the department when it was told.
    Column("told_as", Uuid),
    Index("solicitations_of_a_site", "site_id", "solicited_on"),
    Index("solicitations_untold", "uai", "solicited_on"),
)

network_rules = Table(
    "network_rules",
    metadata,
    Column("rule", Text, primary_key=True),
    Column("from_on", Date, primary_key=True),
    Column("rule_id", Uuid, nullable=False),
    Column("value", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
)


# How many people work at a site: what its ceiling of pupils depends on; any bureau states it.
site_staff = Table(
    "site_staff",
    metadata,
    Column("site_id", Uuid, ForeignKey("sites.site_id", ondelete="CASCADE"), primary_key=True),
    Column("staff", Integer, nullable=False),
    Column("stated_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
)

hosting_limits = Table(
    "hosting_limits",
    metadata,
    Column("from_on", Date, primary_key=True),
    Column("rule_id", Uuid, nullable=False),
    Column("percent", Integer, nullable=False),
    Column("small", Integer, nullable=False),
    Column("small_under", Integer, nullable=False),
    Column("version", Integer, nullable=False),
)

REFERENCES.add(
    CompanyReference(solicitations, keeps=Keeps.TO_DO),
    CompanyReference(site_staff),
)
