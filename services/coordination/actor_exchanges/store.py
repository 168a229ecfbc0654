"""Exchanges of the supervisor as they are written."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from contracts.coordination.actors import ActorPurpose
from contracts.identifiers import Uai
from contracts.partnerships.companies import InteractionKind
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_exchanges.model import ActorExchange, ExchangeDetails
from services.coordination.actor_exchanges.tables import actor_exchanges

X = actor_exchanges.c


class ActorExchanges:
    """The exchanges of the department with actors."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, one: ActorExchange) -> None:
        """Record a new exchange."""
        values = {"uai": one.uai, "exchange_id": one.id, "actor_id": one.actor_id, **_values(one)}
        await self._uow.execute(insert(actor_exchanges).values(values))

    async def get(self, exchange_id: UUID, *, for_update: bool = False) -> ActorExchange:
        """Raises NotFound. `for_update`: nobody else changes it until the commit."""
        statement = select(actor_exchanges).where(X.exchange_id == exchange_id)
        row = (
            await self._uow.execute(statement.with_for_update() if for_update else statement)
        ).first()
        if row is None:
            raise NotFound
        return exchange_of(row)

    async def save(self, one: ActorExchange) -> None:
        """Record what changed."""
        await self._uow.execute(
            update(actor_exchanges).where(X.exchange_id == one.id).values(**_values(one))
        )

    async def all(self) -> Sequence[ActorExchange]:
        """Every one, those that were withdrawn too, as they came."""
        rows = await self._uow.execute(select(actor_exchanges).order_by(X.exchange_id))
        return [exchange_of(row) for row in rows]

    async def of(self, actor_id: UUID) -> Sequence[ActorExchange]:
        """Exchanges with an actor that stand, the last one first."""
        statement = (
            select(actor_exchanges)
            .where(X.actor_id == actor_id, X.withdrawn_at.is_(None))
            .order_by(X.occurred_on.desc(), X.exchange_id.desc())
        )
        return [exchange_of(row) for row in await self._uow.execute(statement)]


def exchange_of(row: Any) -> ActorExchange:
    """An exchange as it is kept."""
    details = ExchangeDetails(
        kind=InteractionKind(row.kind),
        purpose=ActorPurpose(row.purpose),
        occurred_on=row.occurred_on,
        person_id=row.person_id,
        note=row.note,
        next_step=row.next_step,
        next_step_on=row.next_step_on,
    )
    return ActorExchange(
        row.exchange_id, Uai(row.uai), row.actor_id, details, row.withdrawn_at, row.version
    )


def _values(one: ActorExchange) -> dict[str, Any]:
    return {
        **vars(one.details),
        "kind": one.details.kind.value,
        "purpose": one.details.purpose.value,
        "withdrawn_at": one.withdrawn_at,
        "version": one.version,
    }
