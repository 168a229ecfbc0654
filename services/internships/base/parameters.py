"""Parameters that readings of this service have in common: what is asked together has one value of each."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ARRAY, Date, Text, any_, bindparam

from contracts.identifiers import SchoolYear, Uai

LYCEES = any_(bindparam("uais", type_=ARRAY(Text)))
"""The lycées whose rows are read."""
TODAY = bindparam("today", type_=Date)
YEAR = bindparam("year", type_=Text)
"""The school year."""


def given(
    uais: Collection[Uai], today: date | None = None, year: SchoolYear | None = None
) -> Mapping[str, Any]:
    """Their values; a reading takes those it names."""
    return {"uais": sorted(uais), "today": today, "year": year}
