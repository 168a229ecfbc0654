"""The directory of actors, shared by the whole network."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from contracts.coordination.actors import ActorKind
from contracts.coordination.training_offer import RomeCode
from contracts.identifiers import CommuneCode, Siren
from contracts.words import plain
from services.chassis.base.errors import NotFound
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actors.model.actor import Actor, ActorDetails
from services.coordination.actors.model.perimeter import Perimeter
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
        perimeter=Perimeter(
            whole_department=row.whole_department,
            communities=tuple(Siren(one) for one in row.communities),
            communes=tuple(CommuneCode(one) for one in row.communes),
            sectors=tuple(row.sectors),
            trades=tuple(RomeCode(one) for one in row.trades),
            campus_id=row.campus_id,
        ),
    )
    return Actor(row.actor_id, details, row.archived_at, row.version)


def _values(actor: Actor) -> dict[str, Any]:
    details, perimeter = actor.details, actor.details.perimeter
    known = {name: value for name, value in vars(details).items() if name != "perimeter"}
    covered = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in vars(perimeter).items()
    }
    return {
        **known,
        **covered,
        "kind": details.kind.value,
        "name_key": plain(details.name),
        "words": details.words(commune_name(details.commune)),
        "archived_at": actor.archived_at,
        "version": actor.version,
    }
