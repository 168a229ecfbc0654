"""Which companies a list has: their ids in its order, where they stand, how many they are."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, func, select

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.tables.companies import companies
from services.partnerships.company_list.queries.order import ALL_BY_NAME, CompanyFilter
from services.partnerships.company_list.queries.rows import (
    listed_ids,
    listed_positions,
    narrowed,
)
from services.partnerships.company_words.queries import wanted_in
from services.partnerships.company_words.store.words import answering

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


async def ids_and_total(
    uow: UnitOfWork,
    *,
    words: str,
    mine: bool,
    after: UUID | None,
    limit: int,
    asked: CompanyFilter = ALL_BY_NAME,
) -> tuple[Sequence[UUID], int]:
    """Those ids, and how many the list has in all or one more than are counted: asked at once."""
    ours, today = uow.scope.uais, local_date(uow.now)
    wanted = wanted_in(words, dict(asked.hosts_called))
    # One’s own are few: each is asked whether it answers.
    found = answering(wanted) if wanted and not mine else None
    page, whole = (
        listed.where(companies.c.company_id.in_(select(found.c.company_id)))
        if found is not None
        else narrowed(listed, wanted, ours if mine else None)
        for listed in (
            listed_ids(asked, ours, today, after).limit(limit),
            listed_ids(asked, ours, today, None).order_by(None),
        )
    )
    counted = whole.limit(COUNTED_MAX + 1).subquery()
    row = (
        await uow.execute(
            select(
                func.array(page.scalar_subquery(), type_=ARRAY(Uuid)).label("ids"),
                select(func.count()).select_from(counted).scalar_subquery().label("total"),
            )
        )
    ).one()
    return row.ids, row.total


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
