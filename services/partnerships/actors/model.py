"""An exchange with an actor of the network (acteur du réseau): of the directory, and no company."""

from dataclasses import dataclass
from uuid import UUID

from contracts.identifiers import Uai
from contracts.partnerships.actors import ActorExchangeId, ActorId, ActorMetV1
from services.chassis.base.errors import StaleVersion
from services.partnerships.exchanges.model import Exchange


@dataclass(frozen=True, kw_only=True)
class ActorExchange:
    """What took place with an actor, for one lycée; the directory alone knows the actor's name."""

    id: UUID
    uai: Uai
    actor_id: UUID
    exchange: Exchange
    version: int = 1
    told_version: int | None = None
    """What the department was told of it last; None: nothing."""

    @property
    def untold(self) -> bool:
        """Whether the department does not know it as it is."""
        return self.told_version is None or self.told_version < self.version

    def told(self) -> ActorMetV1:
        """What the department may learn: that it took place, how and what for."""
        return ActorMetV1(
            exchange_id=ActorExchangeId(self.id),
            actor_id=ActorId(self.actor_id),
            kind=self.exchange.kind,
            purpose=self.exchange.purpose,
            occurred_on=self.exchange.occurred_on,
        )

    def expect(self, version: int) -> None:
        """Raises StaleVersion unless `version` is current."""
        if version != self.version:
            raise StaleVersion(current={**vars(self.exchange), "version": self.version})
