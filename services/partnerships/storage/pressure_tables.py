"""Tables of what the bureaux share about how often hosts are asked, and of the network's rules."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    false,
)

from services.partnerships.storage.tables import metadata

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

# Which lycée asks to be contacted before anybody is placed where; read by all bureaux.
site_pauses = Table(
    "site_pauses",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("site_id", Uuid, ForeignKey("sites.site_id", ondelete="CASCADE"), primary_key=True),
    # The lycée's own, or one the company asked of it on its page: there may be both.
    Column("by_company", Boolean, primary_key=True, server_default=false()),
    Column("pause_id", Uuid, nullable=False),
    Column("paused_on", Date, nullable=False),
    Column("until_on", Date, nullable=False),
    UniqueConstraint("uai", "pause_id", name="site_pauses_uai_pause_id_key"),
)

# Why: the lycée's own, and for safety its head's and bureau's alone.
site_pause_reasons = Table(
    "site_pause_reasons",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("pause_id", Uuid, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("details", Text),
    ForeignKeyConstraint(
        ("uai", "pause_id"), ["site_pauses.uai", "site_pauses.pause_id"], ondelete="CASCADE"
    ),
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
