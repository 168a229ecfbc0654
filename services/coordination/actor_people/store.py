"""People of actors as they are written."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from contracts.words import plain
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_people.model import ActorPerson, InformedBy, PersonDetails
from services.coordination.actor_people.tables import actor_people

P = actor_people.c


class ActorPeople:
    """Who is called at the actors of the network."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, one: ActorPerson) -> None:
        """Record a new person."""
        values = {"person_id": one.id, "actor_id": one.actor_id, **_values(one)}
        await self._uow.execute(insert(actor_people).values(values))

    async def get(self, person_id: UUID, *, for_update: bool = False) -> ActorPerson:
        """Raises NotFound. `for_update`: nobody else changes it until the commit."""
        statement = select(actor_people).where(P.person_id == person_id)
        row = (
            await self._uow.execute(statement.with_for_update() if for_update else statement)
        ).first()
        if row is None:
            raise NotFound
        return person_of(row)

    async def save(self, one: ActorPerson) -> None:
        """Record what changed."""
        await self._uow.execute(
            update(actor_people).where(P.person_id == one.id).values(**_values(one))
        )

    async def remove(self, ids: Collection[UUID]) -> None:
        """Forget them; exchanges with them stay, with nobody."""
        await self._uow.execute(delete(actor_people).where(P.person_id.in_(list(ids))))

    async def of(self, actor_id: UUID) -> Sequence[ActorPerson]:
        """Everybody of an actor, those who left too, by name."""
        rows = await self._uow.execute(select(actor_people).where(P.actor_id == actor_id))
        found = [person_of(row) for row in rows]
        return sorted(found, key=lambda one: (plain(one.details.name), one.id))


async def note_people_seen(uow: UnitOfWork, *, action: str, actor_id: UUID | None = None) -> None:
    """Note that people of an actor were shown, or all of them taken away: in each lycée of who reads."""
    for uai in sorted(uow.scope.uais) or [uow.department_uai]:
        await note_reading(uow, action=action, resource_id=actor_id, uai=uai)


def person_of(row: Any) -> ActorPerson:
    """A person as they are kept."""
    details = PersonDetails(
        name=row.name,
        informed_by=InformedBy(row.informed_by),
        informed_on=row.informed_on,
        function=row.function,
        mail=row.mail,
        phone=row.phone,
        purpose=row.purpose,
    )
    return ActorPerson(
        row.person_id, row.actor_id, details, row.confirmed_on, row.left_on, row.version
    )


def _values(one: ActorPerson) -> dict[str, Any]:
    return {
        **vars(one.details),
        "informed_by": one.details.informed_by.value,
        "confirmed_on": one.confirmed_on,
        "left_on": one.left_on,
        "version": one.version,
    }
