"""Pairs of companies that look alike, and that somebody said are two."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.duplicates.tables import distinct_companies

X = distinct_companies.c


class DistinctCompanies:
    """What bureaux said; one word of one bureau is enough for all."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def say(self, uai: Uai, one: UUID, other: UUID, on: date) -> None:
        """Note that they are two; saying it again is harmless."""
        low, high = sorted((one, other))
        said = insert(distinct_companies).values(uai=uai, low_id=low, high_id=high, said_on=on)
        await self._uow.execute(said.on_conflict_do_nothing())

    async def take_back(self, one: UUID, other: UUID) -> None:
        """Have it no longer said by the lycées in scope."""
        low, high = sorted((one, other))
        own = X.uai.in_(self._uow.scope.uais)
        await self._uow.execute(
            delete(distinct_companies).where(own, X.low_id == low, X.high_id == high)
        )

    async def said(self, limit: int) -> Sequence[tuple[UUID, UUID]]:
        """What the lycées in scope said, the last first."""
        statement = (
            select(X.low_id, X.high_id)
            .where(X.uai.in_(self._uow.scope.uais))
            .group_by(X.low_id, X.high_id)
            .order_by(X.low_id.desc(), X.high_id)
            .limit(limit)
        )
        return [(row.low_id, row.high_id) for row in await self._uow.execute(statement)]
