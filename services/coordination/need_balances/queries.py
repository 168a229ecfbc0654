"""The needs of a school year, read to be counted."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import func, select

from contracts.coordination.needs import NeedKind
from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.need_balances.model import NeedBalance, balance
from services.coordination.needs.store.needs import assignment_of, need_of
from services.coordination.needs.tables import need_assignments, needs
from services.coordination.news.model.calendar import PARIS, local_date

N = needs.c


async def read_balance(uow: UnitOfWork, year: SchoolYear) -> NeedBalance:
    """Of what was received in that year, as it is known today."""
    begins = datetime.combine(year.first_day, time(), tzinfo=PARIS)
    ends = datetime.combine(year.last_day + timedelta(days=1), time(), tzinfo=PARIS)
    received = (N.received_at >= begins) & (N.received_at < ends)
    rows = (await uow.execute(select(needs).where(received))).all()
    held = await uow.execute(
        select(need_assignments)
        .join(needs, N.need_id == need_assignments.c.need_id)
        .where(received)
    )
    kinds = {row.need_id: NeedKind(row.kind) for row in rows}
    return balance(
        [need_of(row) for row in rows],
        [assignment_of(row) for row in held],
        local_date(uow.now),
        kinds,
    )


async def years_of_needs(uow: UnitOfWork) -> Sequence[SchoolYear]:
    """The school years since the first need came, this one included, the last one first."""
    first = (await uow.execute(select(func.min(N.received_at)))).scalar_one()
    year = SchoolYear.of(local_date(uow.now))
    found = [year]
    while first is not None and local_date(first) < found[-1].first_day:
        found.append(found[-1].previous)
    return found
