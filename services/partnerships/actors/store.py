"""Exchanges with actors of the network: each lycée's own."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, delete, func, insert, select, union, update

from contracts.identifiers import Uai
from contracts.partnerships.companies import InteractionKind, InteractionOutcome, InteractionPurpose
from services.chassis.base.errors import NotFound
from services.chassis.base.keyset import Keyset
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actors.model import ActorExchange
from services.partnerships.actors.tables import actor_exchanges, withdrawn_actor_exchanges
from services.partnerships.exchanges.model import Exchange
from services.partnerships.tasks.store.open_tasks import ExchangeTable, answered_by
from services.partnerships.tasks.tables import tasks

X, W, T = actor_exchanges.c, withdrawn_actor_exchanges.c, tasks.c
_BY_DAY = Keyset([X.occurred_on], X.exchange_id, descending=True)
_KEPT = ("kind", "purpose", "outcome", "occurred_on", "next_step_on", "note")


class ActorExchanges:
    """The exchanges of the lycées in scope with actors of the network."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, one: ActorExchange) -> None:
        """Record an exchange."""
        values = {"uai": one.uai, "exchange_id": one.id, "actor_id": one.actor_id, **_values(one)}
        await self._uow.execute(insert(actor_exchanges).values(values))

    async def save(self, one: ActorExchange) -> None:
        """Record what was corrected."""
        statement = update(actor_exchanges).where(X.exchange_id == one.id)
        await self._uow.execute(statement.values(_values(one)))

    async def get(
        self, actor_id: UUID, exchange_id: UUID, *, changing: bool = False
    ) -> ActorExchange:
        """Raises NotFound. `changing`: nobody else does until the commit."""
        statement = select(actor_exchanges).where(
            X.actor_id == actor_id, X.exchange_id == exchange_id
        )
        row = (
            await self._uow.execute(statement.with_for_update() if changing else statement)
        ).first()
        if row is None:
            raise NotFound
        return _exchange(row)

    async def of_lycee(self, uai: Uai) -> Sequence[ActorExchange]:
        """All of one lycée, as they came."""
        statement = select(actor_exchanges).where(X.uai == uai).order_by(X.exchange_id)
        return [_exchange(row) for row in await self._uow.execute(statement)]

    async def relied_on(self, actors: Collection[UUID]) -> Collection[UUID]:
        """The actors, among some, that an exchange or a task is about."""
        asked = any_(bindparam("actors", list(actors), ARRAY(Uuid)))
        spoken = select(X.actor_id).where(X.actor_id == asked)
        to_do = select(T.actor_id).where(T.actor_id == asked)
        return set((await self._uow.execute(union(spoken, to_do))).scalars())

    async def keep_told(self, one: ActorExchange) -> None:
        """Remember that the department knows it as it is."""
        statement = update(actor_exchanges).where(X.uai == one.uai, X.exchange_id == one.id)
        await self._uow.execute(statement.values(told_version=one.version))

    async def remove(self, actor_id: UUID, exchange_id: UUID) -> ActorExchange:
        """Forget an exchange, and say what it was. Raises NotFound."""
        statement = delete(actor_exchanges).where(
            X.actor_id == actor_id, X.exchange_id == exchange_id
        )
        row = (await self._uow.execute(statement.returning(*X))).first()
        if row is None:
            raise NotFound
        return _exchange(row)

    async def keep_withdrawn(self, gone: ActorExchange, at: datetime) -> None:
        """Keep one that was taken back, for who presses « Annuler »."""
        values = {"uai": gone.uai, "exchange_id": gone.id, "actor_id": gone.actor_id}
        await self._uow.execute(
            insert(withdrawn_actor_exchanges).values(
                **values, **_values(gone), told_version=gone.told_version, withdrawn_at=at
            )
        )

    async def take_withdrawn(self, actor_id: UUID, exchange_id: UUID) -> ActorExchange:
        """One that was taken back, which is put back. Raises NotFound."""
        statement = delete(withdrawn_actor_exchanges).where(
            W.actor_id == actor_id, W.exchange_id == exchange_id
        )
        row = (await self._uow.execute(statement.returning(*W))).first()
        if row is None:
            raise NotFound
        return _exchange(row)

    async def count(self, actor_id: UUID | None = None) -> int:
        """How many exchanges there are with one actor, or with all."""
        statement = select(func.count()).where(X.uai.in_(self._uow.scope.uais))
        if actor_id:
            statement = statement.where(X.actor_id == actor_id)
        return int((await self._uow.execute(statement)).scalar_one())

    async def latest(
        self, limit: int, *, actor_id: UUID | None = None, after: UUID | None = None
    ) -> Sequence[ActorExchange]:
        """The latest exchanges, the last one first: with one actor, or with all."""
        statement = select(actor_exchanges).where(X.uai.in_(self._uow.scope.uais))
        if actor_id:
            statement = statement.where(X.actor_id == actor_id)
        if after:
            statement = _BY_DAY.after(statement, after)
        found = await self._uow.execute(_BY_DAY.sort(statement).limit(limit))
        return [_exchange(row) for row in found]


def _values(one: ActorExchange) -> dict[str, Any]:
    return {**{name: getattr(one.exchange, name) for name in _KEPT}, "version": one.version}


def _exchange(row: Any) -> ActorExchange:
    return ActorExchange(
        id=row.exchange_id,
        uai=Uai(row.uai),
        actor_id=row.actor_id,
        exchange=Exchange(
            kind=InteractionKind(row.kind),
            purpose=InteractionPurpose(row.purpose),
            outcome=InteractionOutcome(row.outcome),
            occurred_on=row.occurred_on,
            next_step_on=row.next_step_on,
            note=row.note,
        ),
        version=row.version,
        told_version=row.told_version,
    )


answered_by(ExchangeTable(actor_exchanges, "exchange_id", "actor_id"))
