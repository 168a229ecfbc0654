"""What a lycée sees of what it has sent outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, tuple_

from services.chassis.base.errors import NotFound
from services.chassis.operations.measures import Finding, Gauge
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.domain.endpoint import Endpoint, Paused
from services.notifications.storage.endpoints import WAITING, Endpoints, read_endpoint
from services.notifications.storage.outgoing_tables import deliveries, endpoints

PAGE_LENGTH = 50
SILENT_FOR = timedelta(days=1)
"""An endpoint that takes nothing for that long is an operator's business too."""
D, E = deliveries.c, endpoints.c


@dataclass(frozen=True)
class Sent:
    """One delivery as the page shows it."""

    delivery_id: UUID
    event_id: UUID
    event_type: str
    happened_at: datetime
    state: str
    attempts: int
    next_attempt_at: datetime
    finished_at: datetime | None
    last_attempt_at: datetime | None
    last_status: int | None
    last_reason: str | None


@dataclass(frozen=True)
class SentPage:
    """A page of them, the newest first; `after` leads to the next one."""

    items: Sequence[Sent]
    after: UUID | None


_SHOWN = [D[name] for name in Sent.__dataclass_fields__]


async def read_endpoints(uow: UnitOfWork) -> Sequence[Endpoint]:
    """The endpoints of the lycées in scope."""
    return await Endpoints(uow).all()


async def read_one_endpoint(uow: UnitOfWork, endpoint_id: UUID) -> Endpoint:
    """One of them. Raises NotFound."""
    found = await uow.execute(
        select(endpoints).where(E.endpoint_id == endpoint_id, E.removed_at.is_(None))
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound
    return read_endpoint(row)


async def count_waiting(uow: UnitOfWork) -> Mapping[UUID, int]:
    """How many things wait to be sent, by endpoint."""
    found = await uow.execute(
        select(D.endpoint_id, func.count().label("waiting"))
        .where(D.state == WAITING, D.uai.in_([str(uai) for uai in uow.scope.uais]))
        .group_by(D.endpoint_id)
    )
    return {row.endpoint_id: row.waiting for row in found}


async def read_deliveries(
    uow: UnitOfWork, endpoint: Endpoint, *, after: UUID | None = None
) -> SentPage:
    """What it is sent, the newest first. Raises NotFound when `after` is none of it."""
    newest = (D.happened_at, D.delivery_id)
    of_it = (D.uai == endpoint.uai, D.endpoint_id == endpoint.id)
    statement = select(*_SHOWN).where(*of_it)
    if after is not None:
        last = (await uow.execute(select(*newest).where(*of_it, D.delivery_id == after))).first()
        if last is None:
            raise NotFound
        statement = statement.where(tuple_(*newest) < (last.happened_at, last.delivery_id))
    statement = statement.order_by(*(one.desc() for one in newest)).limit(PAGE_LENGTH + 1)
    found = [Sent(**row) for row in (await uow.execute(statement)).mappings()]
    shown = found[:PAGE_LENGTH]
    return SentPage(shown, shown[-1].delivery_id if len(found) > PAGE_LENGTH else None)


async def read_outgoing_gauges(uow: UnitOfWork) -> Sequence[Gauge]:
    """What waits, and which endpoints take nothing; in the scope of the department."""
    rows = await uow.execute(
        select(func.count(), func.min(D.happened_at)).where(D.state == WAITING)
    )
    waiting, oldest_at = tuple(rows.one())
    silent = await uow.execute(
        select(func.count(), func.min(func.coalesce(E.failing_since, E.paused_at))).where(
            E.removed_at.is_(None),
            (E.failing_since < uow.now - SILENT_FOR) | E.paused.in_([Paused.FAILING, Paused.GONE]),
            E.paused.is_distinct_from(Paused.BY_HAND),
        )
    )
    count, since = tuple(silent.one())
    return (
        Gauge(
            "outgoing_waiting",
            "Envois vers l’extérieur en attente",
            waiting,
            oldest_at,
            _finding(count, since),
        ),
    )


def _finding(count: int, since: datetime | None) -> Finding | None:
    if not count:
        return None
    what = (
        "Une destination extérieure d’un lycée ne prend plus ses envois."
        if count == 1
        else f"{count} destinations extérieures de lycées ne prennent plus leurs envois."
    )
    return Finding(
        "endpoint-silent",
        what,
        "Le lycée en voit la raison sur «\u00a0Envois vers l’extérieur\u00a0»\u202f: vérifiez avec lui "
        "que la machine répond, et que celle-ci peut la joindre.",
        since,
    )
