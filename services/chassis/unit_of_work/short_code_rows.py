"""The rows a short code may be of: as many are read and tried whichever lycée it names.

A wrong code of a lycée with links would otherwise take longer than one of a lycée that is not here:
how long an answer takes would tell which ones are.
"""

from uuid import UUID

from sqlalchemy import Select, func, literal, select

from services.chassis.security.short_codes import TypedCode
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

AT_LEAST = 1024
"""Rows tried for each code: more than a lycée has of one kind at the same time."""
NOBODY = UUID(int=0)
"""In place of the rows a lycée has not."""
_tried: dict[str, int] = {}
"""By purpose, how many this process tries: as many as the lycée with the most of them has."""


async def coded_row(
    uow: UnitOfWork, purpose: str, typed: TypedCode, opening: Select[tuple[UUID]]
) -> UUID | None:
    """Which of the rows that open something has the code; `opening` selects their ids."""
    size = _tried.get(purpose, AT_LEAST)
    rows = list((await uow.execute(_filled(opening, size))).scalars())
    _tried[purpose] = size = room_for(len(rows), size)
    found = uow.links.coded(purpose, typed, [*rows, *(NOBODY,) * (size - len(rows))])
    return None if found == NOBODY else found


def room_for(rows: int, size: int) -> int:
    """How many are tried from now on, so that these rows are no more than others have."""
    while size < rows:
        size *= 2
    return size


def _filled(opening: Select[tuple[UUID]], size: int) -> Select[tuple[UUID]]:
    """The ids, and as many of nobody as there are fewer than `size`."""
    rows = opening.cte("opening")
    [row_id] = rows.c
    lacking = size - select(func.count()).select_from(rows).scalar_subquery()
    others = func.generate_series(1, lacking).table_valued("number")
    filled = select(row_id.label("row_id")).union_all(
        select(literal(NOBODY).label("row_id")).select_from(others)
    )
    return select(filled.subquery().c.row_id)
