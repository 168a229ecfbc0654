"""Tables of the pauses of sites: which lycée asks to be contacted first, read by all bureaux; why, its own."""

from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    false,
    select,
)

from services.partnerships.base.tables import metadata
from services.partnerships.base.texts import FREE_TEXTS, FreeText
from services.partnerships.companies.tables.companies import companies, sites
from services.partnerships.companies.tables.references import REFERENCES, CompanyReference, Keeps

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

REFERENCES.add(CompanyReference(site_pauses, keeps=Keeps.SAID_TO_ALL))

_AT_SITES = site_pauses.join(sites, sites.c.site_id == site_pauses.c.site_id)


def _of_company(company_id: UUID) -> ColumnElement[bool]:
    there = select(site_pauses.c.pause_id).select_from(_AT_SITES)
    return site_pause_reasons.c.pause_id.in_(there.where(sites.c.company_id == company_id))


FREE_TEXTS.add(
    FreeText(
        site_pause_reasons.c.details,
        key=site_pause_reasons.c.pause_id,
        on=site_pauses.c.paused_on,
        of=companies.c.name,
        source=_AT_SITES.join(companies, companies.c.company_id == sites.c.company_id).join(
            site_pause_reasons,
            (site_pause_reasons.c.uai == site_pauses.c.uai)
            & (site_pause_reasons.c.pause_id == site_pauses.c.pause_id),
        ),
        reason=site_pause_reasons.c.reason,
        of_company=_of_company,
    )
)
