"""Tables of companies, their sites and who knows them, which all bureaux share, and of the places proposed there."""

from sqlalchemy import Column, ForeignKey, Index, Integer, SmallInteger, Table, Text, Uuid

from services.partnerships.base.tables import metadata, text_key

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
