"""Tables of who knows which site, since when silent, which all bureaux share; and each lycée's first meetings."""

from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, SmallInteger, Table, Text, Uuid

from services.partnerships.base.tables import metadata
from services.partnerships.companies.tables.references import REFERENCES, CompanyReference, Row

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


# First meetings that were told, with companies the registry no longer has: an older copy of it was put back.
cardless_meetings = Table(
    "cardless_meetings",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("company_id", Uuid, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("onboarded_on", Date, nullable=False),
)


def _known(row: Row, other: Row) -> dict[str, Any]:
    """A lycée knew both: the last signs of life, all exchanges of the month."""
    last = {
        name: max((one[name] for one in (row, other) if one[name]), default=None)
        for name in ("last_on", "hosted_on")
    }
    return {**other, **last, "n_30d": row["n_30d"] + other["n_30d"]}


def _met(row: Row, other: Row) -> dict[str, Any]:
    """A lycée met both: it met the company the first time."""
    first = min((row, other), key=lambda one: one["onboarded_on"])
    return {
        **other,
        "reason": first["reason"],
        "onboarded_on": first["onboarded_on"],
        "told": row["told"] + other["told"],
    }


REFERENCES.add(
    CompanyReference(acquaintances, together=_known),
    CompanyReference(onboardings, together=_met),
    CompanyReference(cardless_meetings),
)
