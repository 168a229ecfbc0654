"""What pages call a pupil: two of one name in one school year are told apart."""

from typing import Any

from sqlalchemy import Row, Text, case, cast, exists, func, select

from services.internships.pupils.tables import pupils

# The key's parts apart: compared whole, "NOM10" would come before "NOM1".
BY_NAME = tuple(func.split_part(pupils.c.name_key, "|", part) for part in (1, 2))
NAMELESS = "Élève effacé"

_twin = pupils.alias("twin")
_TWINS = (
    _twin.c.uai == pupils.c.uai,
    _twin.c.school_year == pupils.c.school_year,
    _twin.c.name_key == pupils.c.name_key,
)
_RANK = (
    select(cast(func.count(), Text))
    .where(*_TWINS, _twin.c.pupil_year_id <= pupils.c.pupil_year_id)
    .correlate(pupils)
    .scalar_subquery()
)
_BORN = func.to_char(pupils.c.born_on, "DD/MM/YYYY")
TOLD_APART = case(
    (
        exists().where(*_TWINS, _twin.c.pupil_year_id != pupils.c.pupil_year_id).correlate(pupils),
        func.concat("homonyme ", _RANK, ", né(e) le " + _BORN),
    )
).label("told_apart")
"""How a pupil differs from another of that name; null when nobody else has it."""
NAMED = (pupils.c.last_name, pupils.c.first_name, TOLD_APART)
"""The columns `shown_name` reads."""


def shown_name(row: Row[Any]) -> str:
    """What a page calls a pupil, « NOM Prénom »; rows that name nobody any more say so."""
    told = f" ({row.told_apart})" if row.told_apart else ""
    return f"{bare_name(row)}{told}"


def bare_name(row: Row[Any]) -> str:
    """The name alone, for who reads without an account."""
    return f"{row.last_name} {row.first_name}" if row.last_name else NAMELESS
