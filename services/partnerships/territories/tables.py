"""Tables of who looks after which communes, and which bureau leads with which company."""

from sqlalchemy import Column, Date, ForeignKey, Index, Table, Text, Uuid

from services.partnerships.base.tables import metadata
from services.partnerships.companies.tables.references import REFERENCES, CompanyReference, Keeps

# The communes a bureau calls its own; read by all, written for one's own lycée. They may overlap.
territories = Table(
    "territories",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("commune", Text, primary_key=True),
    Index("territories_of_a_commune", "commune"),
)

# Which bureau speaks for all with a big account (chef de file).
company_leads = Table(
    "company_leads",
    metadata,
    Column(
        "company_id",
        Uuid,
        ForeignKey("companies.company_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("uai", Text, nullable=False),
    Column("taken_on", Date, nullable=False),
)

REFERENCES.add(CompanyReference(company_leads, keeps=Keeps.SAID_TO_ALL))
