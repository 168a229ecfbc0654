"""The places that were confirmed, by who found them, and the days of a school year readings are asked with."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Date, Select, and_, bindparam, func, select

from contracts.identifiers import SchoolYear
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.coverage.tables import periods
from services.supervision.journal.queries.kept_lines import kept_in_the_lycee
from services.supervision.journal.tables import network_journal
from services.supervision.past.model import Moment
from services.supervision.past.queries.past import KNOWN_END, end_of, fact_day

PLACE_CONFIRMED = "placement_confirmed"
OF_THE_YEAR = periods.c.starts_on.between(bindparam("first_day"), bindparam("last_day"))


async def confirmed_places(
    uow: UnitOfWork, year: SchoolYear, moment: Moment | None
) -> tuple[Mapping[str, Mapping[str, int]], Mapping[str, int]]:
    """Confirmations for the periods of a year: by lycée and who found the place; at new hosts."""
    if moment is None:
        rows = await CONFIRMED.of(uow, days_of(year))
    else:
        rows = await CONFIRMED_BY.of(uow, {**days_of(year), **known_by(moment)})
    by_origin: dict[str, dict[str, int]] = defaultdict(dict)
    new: dict[str, int] = defaultdict(int)
    for row in rows:
        by_origin[row.uai][row.origin] = row.places
        new[row.uai] += row.new
    return by_origin, new


def _confirmations() -> Select[Any]:
    j, p = network_journal.c, periods.c
    origin = j.details["origin"].astext
    is_new = j.details["new_host"].astext == "true"
    return (
        select(
            j.uai,
            origin.label("origin"),
            func.count().label("places"),
            func.count().filter(is_new).label("new"),
        )
        .select_from(network_journal)
        .join(periods, and_(p.uai == j.uai, p.period_id == j.period_id))
        .where(j.event == PLACE_CONFIRMED, OF_THE_YEAR, ~kept_in_the_lycee())
        .group_by(j.uai, origin)
    )


def days_of(year: SchoolYear) -> Mapping[str, date]:
    """The first and the last day of a year, as readings are asked with them."""
    return {"first_day": year.first_day, "last_day": year.last_day}


def known_by(moment: Moment) -> Mapping[str, Any]:
    """What is of days until a moment, as it was known then."""
    return {"until_day": moment.until, "known_end": end_of(moment.known_on)}


CONFIRMED: Reading[Rows] = Reading(_confirmations(), lambda rows: rows)
CONFIRMED_BY: Reading[Rows] = Reading(
    _confirmations().where(
        fact_day() <= bindparam("until_day", type_=Date), network_journal.c.recorded_at < KNOWN_END
    ),
    lambda rows: rows,
)
