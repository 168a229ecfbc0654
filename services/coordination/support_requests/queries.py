"""Requests for support as they are listed, and how long they took."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Uuid,
    any_,
    bindparam,
    case,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import distinct_on

from contracts.identifiers import Uai
from services.chassis.base.working_days import working_days_between
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees
from services.coordination.news.tables import lycees
from services.coordination.support_requests.model import OPEN, SupportRequest
from services.coordination.support_requests.store import request_of
from services.coordination.support_requests.tables import support_messages, support_requests

PAGE_LENGTH = 50
_OPEN = support_requests.c.status.in_([status.value for status in OPEN])


@dataclass(frozen=True)
class Listed:
    """A request in a list: whose it is, the beginning of what was asked."""

    request: SupportRequest
    lycee: str
    first: str


@dataclass(frozen=True)
class SupportPage:
    """Requests that wait first, the oldest first; then the others, the newest first."""

    items: Sequence[Listed]
    before: UUID | None


@dataclass(frozen=True)
class Delay:
    """How the requests of a school year were answered; `days`: the median, in working days."""

    asked: int
    answered: int
    days: float | None


@dataclass(frozen=True)
class UnderWay:
    """The first requests that wait, with the lycée of each, and how many wait in all."""

    items: Sequence[tuple[SupportRequest, str]]
    many: int


def _under_way(rows: Rows) -> UnderWay:
    items = [(request_of(row), row.lycee) for row in rows]
    return UnderWay(items, rows[0].many if rows else 0)


_S = support_requests.c
UNDER_WAY = Reading(
    select(
        support_requests,
        func.coalesce(lycees.c.name, _S.uai).label("lycee"),
        func.count().over().label("many"),
    )
    .outerjoin(lycees, lycees.c.lycee == _S.uai)
    .where(or_(*(_S.status == status.value for status in OPEN)))
    .order_by(_S.asked_at, _S.support_id)
    .limit(bindparam("requests_max", type_=Integer)),
    _under_way,
)
"""What waits for an answer, the oldest first, of the lycées in scope."""


async def read_open(uow: UnitOfWork, *, lycee: Uai | None = None) -> Sequence[Listed]:
    """Requests that wait for an answer, of the lycées in scope or of one, the oldest first."""
    statement = (
        select(support_requests)
        .where(_OPEN, *_asked_by(lycee))
        .order_by(support_requests.c.asked_at, support_requests.c.support_id)
    )
    return await _listed(uow, [request_of(row) for row in await uow.execute(statement)])


def _asked_by(lycee: Uai | None) -> Sequence[ColumnElement[bool]]:
    return () if lycee is None else (_S.uai == lycee,)


async def read_over(
    uow: UnitOfWork, *, lycee: Uai | None = None, before: UUID | None = None
) -> SupportPage:
    """Requests that are over, of the lycées in scope or of one, the newest first."""
    order = (support_requests.c.asked_at, support_requests.c.support_id)
    statement = select(support_requests).where(~_OPEN, *_asked_by(lycee))
    if before is not None:
        last = select(*order).where(support_requests.c.support_id == before).subquery("last")
        statement = statement.join(last, tuple_(*order) < tuple_(*last.c))
    statement = statement.order_by(*(column.desc() for column in order)).limit(PAGE_LENGTH + 1)
    requests = [request_of(row) for row in await uow.execute(statement)]
    items = await _listed(uow, requests[:PAGE_LENGTH])
    return SupportPage(items, items[-1].request.id if len(requests) > PAGE_LENGTH else None)


async def read_delay(uow: UnitOfWork, *, since: datetime) -> Delay:
    """The delay of the requests that came since an instant; what was withdrawn was not to be answered."""
    answered = support_requests.c.answered_at
    statement = select(support_requests.c.asked_at, answered).where(
        support_requests.c.asked_at >= since, support_requests.c.status != "withdrawn"
    )
    rows = (await uow.execute(statement)).all()
    days = [
        working_days_between(local_date(row.asked_at), local_date(row.answered_at))
        for row in rows
        if row.answered_at is not None
    ]
    return Delay(len(rows), len(days), median(days) if days else None)


async def read_requests(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, Listed]:
    """Those of these requests that the scope may know of."""
    statement = select(support_requests).where(
        support_requests.c.support_id == any_(bindparam("ids", list(ids), ARRAY(Uuid)))
    )
    listed = await _listed(uow, [request_of(row) for row in await uow.execute(statement)])
    return {one.request.id: one for one in listed}


async def _listed(uow: UnitOfWork, requests: Sequence[SupportRequest]) -> Sequence[Listed]:
    if not requests:
        return []
    ids = [request.id for request in requests]
    messages = support_messages.c
    first = (
        select(messages.support_id, messages.text)
        .where(messages.support_id == any_(bindparam("ids", ids, ARRAY(Uuid))))
        .ext(distinct_on(messages.support_id))
        .order_by(messages.support_id, case((messages.by_supervisor, 1), else_=0), messages.at)
    )
    texts = {row.support_id: row.text for row in await uow.execute(first)}
    names = await Lycees(uow).names()
    return [
        Listed(request, names.get(request.uai, request.uai), texts.get(request.id, ""))
        for request in requests
    ]


def waiting_days(request: SupportRequest, today: date) -> int:
    """Working days a request has waited for."""
    return working_days_between(local_date(request.asked_at), today)
