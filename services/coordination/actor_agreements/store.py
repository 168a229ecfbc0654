"""Agreements with actors as they are written."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_agreements.model import ActorAgreement, AgreementDetails
from services.coordination.actor_agreements.tables import actor_agreements

G = actor_agreements.c
_next = actor_agreements.alias("next_one")
AGREEMENTS = select(
    actor_agreements,
    select(_next.c.agreement_id)
    .where(_next.c.renews == G.agreement_id, _next.c.withdrawn_at.is_(None))
    .exists()
    .label("renewed"),
)


class ActorAgreements:
    """The agreements of the network with its actors."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, one: ActorAgreement) -> None:
        """Record a new agreement."""
        values = {"agreement_id": one.id, "actor_id": one.actor_id, **_values(one)}
        await self._uow.execute(insert(actor_agreements).values(values))

    async def get(self, agreement_id: UUID) -> ActorAgreement:
        """Raises NotFound."""
        row = (await self._uow.execute(AGREEMENTS.where(G.agreement_id == agreement_id))).first()
        if row is None:
            raise NotFound
        return agreement_of(row)

    async def get_for_update(self, agreement_id: UUID) -> ActorAgreement:
        """Raises NotFound. Nobody else changes it until the commit."""
        locked = select(G.agreement_id).where(G.agreement_id == agreement_id).with_for_update()
        await self._uow.execute(locked)
        return await self.get(agreement_id)

    async def save(self, one: ActorAgreement) -> None:
        """Record what changed."""
        await self._uow.execute(
            update(actor_agreements).where(G.agreement_id == one.id).values(**_values(one))
        )

    async def of(self, actor_id: UUID) -> Sequence[ActorAgreement]:
        """Agreements with an actor, withdrawn ones too, the newest first."""
        statement = AGREEMENTS.where(G.actor_id == actor_id)
        ordered = statement.order_by(G.from_on.desc(), G.agreement_id)
        return [agreement_of(row) for row in await self._uow.execute(ordered)]


def agreement_of(row: Any) -> ActorAgreement:
    """An agreement as it is kept."""
    details = AgreementDetails(
        row.subject,
        row.signed_on,
        row.from_on,
        row.until_on,
        tuple(Uai(one) for one in row.lycees),
    )
    return ActorAgreement(
        row.agreement_id,
        row.actor_id,
        details,
        row.renews,
        row.withdrawn_at,
        row.version,
        renewed=row.renewed,
    )


def _values(one: ActorAgreement) -> dict[str, Any]:
    return {
        **vars(one.details),
        "lycees": list(one.details.lycees),
        "renews": one.renews,
        "withdrawn_at": one.withdrawn_at,
        "version": one.version,
    }
