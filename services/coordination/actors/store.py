"""The directory of actors, shared by the whole network."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from contracts.identifiers import CommuneCode
from contracts.words import plain
from services.chassis.base.errors import NotFound
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actors.model import Actor, ActorDetails, ActorKind
from services.coordination.actors.tables import actors


class Actors:
    """The actors of the network."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, actor: Actor) -> None:
        """Record a new actor."""
        await self._uow.execute(insert(actors).values(actor_id=actor.id, **_values(actor)))

    async def get(self, actor_id: UUID, *, for_update: bool = False) -> Actor:
        """Raises NotFound. `for_update`: nobody else changes it until the commit."""
        statement = select(actors).where(actors.c.actor_id == actor_id)
        row = (
            await self._uow.execute(statement.with_for_update() if for_update else statement)
        ).first()
        if row is None:
            raise NotFound
        return actor_of(row)

    async def save(self, actor: Actor) -> None:
        """Record what changed."""
        await self._uow.execute(
            update(actors).where(actors.c.actor_id == actor.id).values(**_values(actor))
        )


def actor_of(row: Any) -> Actor:
    """An actor as it is kept."""
    details = ActorDetails(
        kind=ActorKind(row.kind),
        name=row.name,
        other_names=row.other_names,
        commune=CommuneCode(row.commune) if row.commune else None,
        about=row.about,
        website=row.website,
        desk=row.desk,
        mail=row.mail,
        phone=row.phone,
    )
    return Actor(row.actor_id, details, row.archived_at, row.version)


def _values(actor: Actor) -> dict[str, Any]:
    details = actor.details
    return {
        **vars(details),
        "kind": details.kind.value,
        "name_key": plain(details.name),
        "words": details.words(commune_name(details.commune)),
        "archived_at": actor.archived_at,
        "version": actor.version,
    }
