"""Places that are offered, with what is left of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Date, bindparam, select

from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.asked import COMPANY
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


OFFERS = Reading(
    select(
        capacities,
        remaining(bindparam("month", type_=Date)).label("remaining"),
        C.site_id.in_(closed_sites()).label("closed"),
    )
    .where(C.company_id == COMPANY)
    .order_by(C.to_month.desc(), C.from_month.desc(), C.capacity_id),
    lambda rows: rows,
)


def this_month(uow: UnitOfWork) -> date:
    """From when on `OFFERS` is asked what is left."""
    return month_of(local_date(uow.now))


async def read_offers(uow: UnitOfWork, company_id: UUID) -> Sequence[Offered]:
    """Offers of a company to the lycées in scope, the last ones first."""
    month = this_month(uow)
    return [
        Offered(
            read_capacity(row),
            row.remaining if row.to_month >= month and not row.closed else None,
            row.closed,
        )
        for row in await OFFERS.of(uow, {"company_id": company_id, "month": month})
    ]
