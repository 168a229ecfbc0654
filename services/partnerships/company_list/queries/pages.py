"""Pages of the list of companies."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.queries import Listed, listed
from services.partnerships.company_list.queries.ids import ids_and_total
from services.partnerships.company_list.queries.order import ALL_BY_NAME, CompanyFilter

PAGE_LENGTH = 50


@dataclass(frozen=True)
class CompanyPage:
    """A page of the list; `after` leads to the next one."""

    items: Sequence[Listed]
    after: UUID | None
    total: int
    """How many the list has in all, or one more than are counted."""


async def read_companies(
    uow: UnitOfWork,
    *,
    words: str = "",
    mine: bool = False,
    after: UUID | None = None,
    asked: CompanyFilter = ALL_BY_NAME,
) -> CompanyPage:
    """The companies that have all these words, those on the lycée's own list when `mine`.

    Raises NotFound when the company the last page ended with is gone.
    """
    ids, total = await ids_and_total(
        uow, words=words, mine=mine, after=after, limit=PAGE_LENGTH + 1, asked=asked
    )
    if after is not None and not ids:
        raise NotFound
    shown = ids[:PAGE_LENGTH]
    beyond = shown[-1] if len(ids) > PAGE_LENGTH else None
    return CompanyPage(await listed(uow, shown), beyond, total)
