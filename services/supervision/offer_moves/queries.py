"""Offer files by where they were at the end of a day, as it was known then."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Date, Select, bindparam, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from services.chassis.database.readings import Reading, Rows
from services.supervision.offer_moves.tables import offer_moves
from services.supervision.past.queries.past import KNOWN_END

M = offer_moves.c


def _by_state() -> Select[Any]:
    last = (
        select(M.state, M.moved_on)
        .ext(distinct_on(M.uai, M.file_id))
        .where(
            M.moved_on <= bindparam("until_day", type_=Date),
            M.recorded_at < KNOWN_END,
        )
        .order_by(M.uai, M.file_id, M.version.desc())
        .subquery("last")
    )
    days = bindparam("first_day", type_=Date), bindparam("last_day", type_=Date)
    of_year = last.c.moved_on.between(*days)
    return select(last.c.state, func.count().filter(of_year).label("many")).group_by(last.c.state)


def _made(rows: Rows) -> Mapping[str, int] | None:
    return {row.state: row.many for row in rows} if rows else None


OFFER_FILES: Reading[Mapping[str, int] | None] = Reading(_by_state(), _made)
"""Files that moved in the year, by state; None: the DSDEN had told of none yet."""
