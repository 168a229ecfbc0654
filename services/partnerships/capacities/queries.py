"""Places that are offered, with what is left of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.capacities.model import Capacity, month_of
from services.partnerships.capacities.store import C, read_capacity, remaining
from services.partnerships.capacities.tables import capacities
from services.partnerships.closures.store import closed_sites


@dataclass(frozen=True)
class Offered:
    """An offer; `left` is what is left of it from this month on, None once it is over or closed."""

    capacity: Capacity
    left: int | None
    closed: bool
    """Whether the site is closed: nobody is placed there any more."""


async def read_offers(uow: UnitOfWork, company_id: UUID) -> Sequence[Offered]:
    """Those of a company to the lycées in scope, the last ones first."""
    month = month_of(local_date(uow.now))
    statement = (
        select(
            capacities,
            remaining(month).label("remaining"),
            C.site_id.in_(closed_sites()).label("closed"),
        )
        .where(C.company_id == company_id)
        .order_by(C.to_month.desc(), C.from_month.desc(), C.capacity_id)
    )
    return [
        Offered(
            read_capacity(row),
            row.remaining if row.to_month >= month and not row.closed else None,
            row.closed,
        )
        for row in await uow.execute(statement)
    ]
