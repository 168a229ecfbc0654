"""Lines of the journal that heads keep in their lycée."""

from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    Date,
    Text,
    and_,
    any_,
    case,
    cast,
    column,
    exists,
    func,
    literal,
    or_,
    select,
)

from services.chassis.web.views.french import PARIS
from services.supervision.journal.tables import network_journal
from services.supervision.publication.model import BY_REASON, EVENTS, IN_THE_JOURNAL
from services.supervision.publication.tables import publications


@cache  # building it takes longer than running it
def kept_in_the_lycee() -> Any:
    """Whether a line of the journal was recorded on a day its family was closed, or one it gives away."""
    line = network_journal.c
    span = (
        func.unnest(publications.c.closed_from, publications.c.closed_until)
        .table_valued(column("begins", Date), column("ends", Date), name="span")
        .render_derived()
    )
    family = case(
        *(
            (line.event == any_(literal(sorted(EVENTS[one]), ARRAY(Text))), literal(one.value))
            for one in IN_THE_JOURNAL
        )
    )
    by_reason = case(
        *(
            (and_(line.event == event, line.details["reason"].astext == reason), literal(one.value))
            for (event, reason), one in BY_REASON.items()
        )
    )
    day = cast(func.timezone(PARIS.key, line.recorded_at), Date)
    closed = and_(span.c.begins <= day, or_(span.c.ends.is_(None), day < span.c.ends))
    return exists(
        select(publications.c.uai)
        .select_from(publications.join(span, literal(True)))
        .where(
            publications.c.uai == line.uai, publications.c.family.in_((family, by_reason)), closed
        )
    )
