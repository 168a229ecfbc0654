"""Which companies a list has: their ids in its order, where they stand, how many they are."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.company_list.queries.order import ALL_BY_NAME, CompanyFilter
from services.partnerships.company_list.queries.rows import (
    listed_ids,
    listed_positions,
    narrowed,
)
from services.partnerships.company_words.queries import wanted_in

COUNTED_MAX = 1000
"""A list is counted up to there: beyond, how many exactly changes nothing for who reads it."""


async def ids_of(
    uow: UnitOfWork,
    *,
    words: str,
    mine: bool,
    after: UUID | None,
    limit: int,
    asked: CompanyFilter = ALL_BY_NAME,
    own: Collection[Uai] = (),
) -> Sequence[UUID]:
    """The companies of the list that come after one, in its order.

    `own`: those whose list it is, where it is not of all the lycées in scope.
    """
    ours = own or uow.scope.uais
    statement = listed_ids(asked, ours, local_date(uow.now), after)
    wanted = wanted_in(words, dict(asked.hosts_called))
    statement = narrowed(statement, wanted, ours if mine else None)
    return list((await uow.execute(statement.limit(limit))).scalars())


async def count_companies(
    uow: UnitOfWork, *, words: str, mine: bool, asked: CompanyFilter = ALL_BY_NAME
) -> int:
    """How many the list has in all, or one more than are counted."""
    ours = uow.scope.uais
    statement = listed_ids(asked, ours, local_date(uow.now), None).order_by(None)
    wanted = wanted_in(words, dict(asked.hosts_called))
    first = narrowed(statement, wanted, ours if mine else None).limit(COUNTED_MAX + 1)
    counted = await uow.execute(select(func.count()).select_from(first.subquery()))
    return int(counted.scalar_one())


async def positions_of(
    uow: UnitOfWork,
    *,
    words: str,
    mine: bool,
    stood: Sequence[Any] | None,
    limit: int,
    asked: CompanyFilter = ALL_BY_NAME,
    own: Collection[Uai] = (),
) -> Sequence[Sequence[Any]]:
    """Where those stand, the id last: a list read in several pieces goes on after where one stood."""
    ours = own or uow.scope.uais
    statement = listed_positions(asked, ours, local_date(uow.now), stood)
    wanted = wanted_in(words, dict(asked.hosts_called))
    statement = narrowed(statement, wanted, ours if mine else None)
    return [tuple(row) for row in await uow.execute(statement.limit(limit))]
