"""Companies a lycée did not speak with for a year (entreprises dormantes), as a notice counts them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.company_list.queries.ids import COUNTED_MAX, ids_and_total
from services.partnerships.company_list.queries.order import CompanyFilter, LastExchange
from services.partnerships.notices.model import months_by_id

DORMANT = CompanyFilter(last=LastExchange.OVER_A_YEAR)


@dataclass(frozen=True)
class DormantCompanies:
    """How many companies a lycée knows that it did not speak with for a year."""

    first: date
    many: int
    """Nought for a month that is over."""

    @property
    def counted_whole(self) -> bool:
        """Whether there are no more of them than are counted."""
        return self.many <= COUNTED_MAX


async def count_dormant(uow: UnitOfWork) -> int:
    """As the list of companies counts them: one’s own, heard of last more than a year ago."""
    _, many = await ids_and_total(uow, words="", mine=True, after=None, limit=1, asked=DORMANT)
    return many


async def read_dormant(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, DormantCompanies]:
    """Dormant companies in the months of the lycée in scope, by id; counted for the one that runs alone."""
    today = local_date(uow.now)
    months = months_by_id(uow.writing_for(), today)
    asked = {one: months[one] for one in ids if one in months}
    runs = today.replace(day=1)
    many = await count_dormant(uow) if runs in asked.values() else 0
    return {
        one: DormantCompanies(first, many if first == runs else 0) for one, first in asked.items()
    }
