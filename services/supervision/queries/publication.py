"""What each lycée keeps to itself."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Date, and_, case, cast, column, exists, func, literal, or_, select

from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.domain.publication import (
    BY_REASON,
    EVENTS,
    IN_THE_JOURNAL,
    Publication,
    Span,
)
from services.supervision.storage.tables import network_journal, publications


async def publications_of(uow: UnitOfWork) -> Mapping[str, Publication]:
    """By UAI; a lycée whose head decided nothing tells everything but what is closed at first."""
    today = uow.now.astimezone(PARIS).date()
    spans: dict[str, dict[FactFamily, list[Span]]] = defaultdict(dict)
    for row in await uow.execute(select(publications)):
        pairs = zip(row.closed_from, row.closed_until, strict=True)
        spans[row.uai][FactFamily(row.family)] = list(pairs)
    return _OrOpen(today, {uai: Publication(found, today) for uai, found in spans.items()})


class _OrOpen(dict[str, Publication]):
    """Publications by UAI, with what stands for a lycée that has none."""

    def __init__(self, today: date, known: Mapping[str, Publication]) -> None:
        super().__init__(known)
        self._today = today

    def __missing__(self, uai: str) -> Publication:
        return Publication({}, self._today)


def kept_in_the_lycee() -> Any:
    """Whether a line of the journal was recorded on a day its family was closed, or one it gives away."""
    line = network_journal.c
    span = (
        func.unnest(publications.c.closed_from, publications.c.closed_until)
        .table_valued(column("begins", Date), column("ends", Date), name="span")
        .render_derived()
    )
    family = case(
        *((line.event.in_(sorted(EVENTS[one])), literal(one.value)) for one in IN_THE_JOURNAL)
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
