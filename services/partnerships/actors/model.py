"""An exchange with an actor of the network (acteur du réseau): of the directory, and no company."""

from dataclasses import dataclass
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import StaleVersion
from services.partnerships.exchanges.model.exchange import Exchange


@dataclass(frozen=True, kw_only=True)
class ActorExchange:
    """What took place with an actor, for one lycée; the directory alone knows the actor's name."""

    id: UUID
    uai: Uai
    actor_id: UUID
    exchange: Exchange
    version: int = 1

    def expect(self, version: int) -> None:
        """Raises StaleVersion unless `version` is current."""
        if version != self.version:
            raise StaleVersion(current={**vars(self.exchange), "version": self.version})
