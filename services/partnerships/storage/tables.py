"""Tables. Companies, sites and acquaintances are shared; the rest is one lycée's own."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
    false,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from services.chassis.database.tables import chassis_tables
from services.chassis.files.headings import headings_table

metadata = MetaData()


def text_key(name: str, *, primary_key: bool = False, nullable: bool = False) -> Column[str]:
    """A text compared byte by byte: prefixes are ranges, whatever the language of the server."""
    return Column(name, Text(collation="C"), primary_key=primary_key, nullable=nullable)


companies = Table(
    "companies",
    metadata,
    Column("company_id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    text_key("name_key"),
    Column("siren", Text, unique=True),
    Column("legal_form", Text, nullable=False),
    Column("diffusion", Text, nullable=False),
    Column("naf", Text),
    Column("version", Integer, nullable=False),
    Index("companies_by_name", "name_key", "company_id"),
)

# One row per word a company can be found by: prefixes of words are looked up as ranges,
# which row-level security lets an index answer, unlike LIKE and trigrams.
company_words = Table(
    "company_words",
    metadata,
    text_key("word", primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), primary_key=True),
    Index("company_words_of_a_company", "company_id", "word"),
)

sites = Table(
    "sites",
    metadata,
    Column("site_id", Uuid, primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), nullable=False),
    Column("rank", SmallInteger, nullable=False),
    Column("site_key", Text, nullable=False, unique=True),
    Column("siret", Text),
    Column("name", Text),
    Column("address", Text),
    Column("postcode", Text),
    Column("commune", Text),
    Column("locality", Text),
    text_key("place_key", nullable=True),
    Column("naf", Text),
    Column("phone", Text),
    Column("mail", Text),
    Index("sites_of_a_company", "company_id"),
    Index("sites_by_place", "place_key", "company_id"),
)

lycees = Table(
    "lycees",
    metadata,
    # Not `uai`: every bureau keeps the same copy, whichever lycée a row is about.
    Column("lycee", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

# Which lycée knows which site, since when silent. Every bureau reads it, each writes its own.
acquaintances = Table(
    "acquaintances",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("site_id", Uuid, ForeignKey("sites.site_id"), primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), nullable=False),
    Column("last_on", Date),
    Column("n_30d", Integer, nullable=False, server_default="0"),
    Column("hosted_on", Date),
    Index("acquaintances_of_a_company", "company_id"),
)

contacts = Table(
    "contacts",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("contact_id", Uuid, primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), nullable=False),
    Column("site_id", Uuid, ForeignKey("sites.site_id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("function", Text),
    Column("mail", Text),
    Column("phone", Text),
    Column("gets_mail", Boolean, nullable=False, server_default=false()),
    Column("version", Integer, nullable=False),
    Index("contacts_of_a_company", "uai", "company_id"),
)

contact_checks = Table(
    "contact_checks",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("contact_check_id", Uuid, primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), nullable=False),
    Column("site_id", Uuid, ForeignKey("sites.site_id"), nullable=False),
    # None once the contact was erased: what remains names nobody.
    Column("contact_id", Uuid),
    Column("placement_id", Uuid),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("confirmed_at", DateTime(timezone=True)),
    Column("corrected", Boolean),
    Column("revoked_at", DateTime(timezone=True)),
    Column("revoked_because", Text),
    ForeignKeyConstraint(("uai", "contact_id"), ["contacts.uai", "contacts.contact_id"]),
    CheckConstraint(
        "revoked_because IN ('cancelled', 'replaced', 'contact_gone')",
        name="contact_checks_revoked_because",
    ),
    CheckConstraint("confirmed_at IS NULL OR revoked_at IS NULL", name="contact_checks_end_once"),
    Index("contact_checks_of_a_contact", "uai", "contact_id"),
    Index("contact_checks_of_a_company", "uai", "company_id"),
)

interactions = Table(
    "interactions",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("interaction_id", Uuid, primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), nullable=False),
    Column("site_id", Uuid, ForeignKey("sites.site_id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("next_step_on", Date),
    Column("refusal", Text),
    Column("contact_id", Uuid),
    Column("note", Text),
    # The same for each lycée of one exchange that was noted once for several.
    Column("shared_id", Uuid),
    # What it was called before it was corrected: whoever corrects the former one is shown this one.
    Column("former_ids", ARRAY(Uuid)),
    # A letter of a mail to many: what it belongs to is forgotten before it.
    Column("to_many", Boolean, nullable=False, server_default=false()),
    # The account of who noted it, whose name the portal alone has.
    Column("noted_by", Uuid),
    ForeignKeyConstraint(
        ("uai", "contact_id"),
        ["contacts.uai", "contacts.contact_id"],
        name="interactions_contact",
        ondelete="SET NULL (contact_id)",
    ),
    Index("interactions_of_a_company", "uai", "company_id", "occurred_on"),
    Index("interactions_with_a_contact", "uai", "contact_id"),
)

onboardings = Table(
    "onboardings",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("onboarded_on", Date, nullable=False),
    # How many first meetings it stands for that the department was told of: two, of merged cards.
    Column("told", SmallInteger, nullable=False, server_default="0"),
)

imports = Table(
    "imports",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("import_id", Uuid, primary_key=True),
    Column("source", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("previewed_at", DateTime(timezone=True), nullable=False),
    Column("completed_at", DateTime(timezone=True)),
    # As the file has them: rejected lines are given back under them.
    Column("headings", JSONB, nullable=False, server_default="[]"),
    Column("sheet", Text, nullable=False, server_default=""),
    Column("unread_sheets", JSONB, nullable=False, server_default="[]"),
    Column("undone_at", DateTime(timezone=True)),
    CheckConstraint(
        "status IN ('uploaded', 'previewed', 'running', 'stopped', 'completed', 'undoing', 'undone')",
        name="imports_status",
    ),
)

# The file itself, until the import is confirmed or given up: its columns can be said anew.
import_files = Table(
    "import_files",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("import_id", Uuid, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    # The row of the headings, and the columns with what they were taken for.
    Column("line", Integer, nullable=False),
    Column("columns", JSONB, nullable=False),
    ForeignKeyConstraint(("uai", "import_id"), ["imports.uai", "imports.import_id"]),
)

import_headings = headings_table(metadata)

import_rows = Table(
    "import_rows",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("import_id", Uuid, primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    # No foreign key: another lycée's undone import may still name a company that is gone.
    Column("company_id", Uuid),
    # What the line holds until it is recorded; of a rejected one its cells, for a month.
    Column("values", JSONB(none_as_null=True)),
    Column("done", Boolean, nullable=False),
    ForeignKeyConstraint(("uai", "import_id"), ["imports.uai", "imports.import_id"]),
)

# What an import did to a company, kept for a month so that it can be undone.
import_effects = Table(
    "import_effects",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("import_id", Uuid, primary_key=True),
    Column("company_id", Uuid, primary_key=True),
    # The first line recorded in the same transaction.
    Column("part", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("before", JSONB(none_as_null=True)),
    Column("after", JSONB(none_as_null=True)),
    Column("followed", JSONB, nullable=False),
    Column("contacts", JSONB, nullable=False),
    # The lycée's notes on it, and exchanges of before, that the list told of.
    Column("notes", JSONB, nullable=False, server_default="[]"),
    Column("exchanges", JSONB, nullable=False, server_default="[]"),
    Column("undone", Boolean, nullable=False, server_default=false()),
    # What undoing did and kept, on the row of one part.
    Column("outcome", JSONB(none_as_null=True)),
    ForeignKeyConstraint(("uai", "import_id"), ["imports.uai", "imports.import_id"]),
)

# Sites an undone import took from the registry, for a month: a place may have been proposed there
# at that very moment, and brings its site back.
departed_sites = Table(
    "departed_sites",
    metadata,
    Column("site_id", Uuid, primary_key=True),
    Column("site_key", Text, nullable=False),
    Column("company_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("card", JSONB, nullable=False),
    Column("departed_at", DateTime(timezone=True), nullable=False),
    Index("departed_sites_by_key", "site_key"),
)

# Where pupils of the lycée were proposed a place: such a site stays at the registry.
places = Table(
    "places",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("placement_id", Uuid, primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), nullable=False),
    Column("site_id", Uuid, ForeignKey("sites.site_id"), nullable=False),
    Index("places_of_a_company", "uai", "company_id"),
)

# Copy of what each head opens and closes to the department.
publications = Table(
    "publications",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("family", Text, primary_key=True),
    Column("steps", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
)

chassis_tables(metadata)
