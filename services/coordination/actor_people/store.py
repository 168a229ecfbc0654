"""People of actors as they are written, and the mails that inform them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Select, Text, any_, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from contracts.notifications.mails import LetterState
from contracts.words import plain
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_people.model import (
    ActorPerson,
    InformedBy,
    InformingLetter,
    PersonDetails,
    address_of,
)
from services.coordination.actor_people.tables import (
    actor_objections,
    actor_people,
    actor_person_letters,
    actor_refusals,
)

P, OBJECTED, L = actor_people.c, actor_objections.c, actor_person_letters.c
REFUSED = actor_refusals.c
_REFUSAL = "actor-person-refusal"


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
        statement = people().where(P.person_id == person_id)
        if for_update:
            statement = statement.with_for_update(of=actor_people)
        row = (await self._uow.execute(statement)).first()
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
        rows = await self._uow.execute(people().where(P.actor_id == actor_id))
        found = [person_of(row) for row in rows]
        return sorted(found, key=lambda one: (plain(one.details.name), one.id))

    async def objected(self) -> Sequence[ActorPerson]:
        """People who objected and are not erased yet, wherever they are called."""
        rows = await self._uow.execute(people().where(OBJECTED.objected_at.is_not(None)))
        return [person_of(row) for row in rows]

    async def object(self, person_id: UUID, at: datetime) -> bool:
        """Note that somebody objected, and whether that is new; the first time stays."""
        objecting = insert(actor_objections).values(person_id=person_id, objected_at=at)
        noted = objecting.on_conflict_do_nothing().returning(OBJECTED.person_id)
        return (await self._uow.execute(noted)).first() is not None

    async def agree(self, person_id: UUID) -> None:
        """Forget that somebody objected."""
        await self._uow.execute(delete(actor_objections).where(OBJECTED.person_id == person_id))


class ActorRefusals:
    """Addresses of who objected: nobody is noted at them, at whichever actor."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def refuse(self, address: str, at: datetime) -> None:
        """Have nobody be noted at an address; the last time counts."""
        noting = insert(actor_refusals).values(
            address_digest=self._digest(address), refusal_id=self._uow.new_id(), refused_at=at
        )
        await self._uow.execute(
            noting.on_conflict_do_update(
                index_elements=["address_digest"], set_={"refused_at": noting.excluded.refused_at}
            )
        )

    async def allow(self, address: str) -> None:
        """Have whoever has it be noted again."""
        await self._uow.execute(
            delete(actor_refusals).where(REFUSED.address_digest == self._digest(address))
        )

    async def among(self, addresses: Collection[str]) -> Collection[str]:
        """Those of these addresses at which nobody is noted."""
        digests = {one: self._digest(one) for one in addresses}
        asked = any_(bindparam("digests", sorted(set(digests.values())), ARRAY(Text)))
        rows = await self._uow.execute(
            select(REFUSED.address_digest).where(REFUSED.address_digest == asked)
        )
        refused = set(rows.scalars())
        return {one for one, digest in digests.items() if digest in refused}

    def _digest(self, address: str) -> str:
        return self._uow.links.digest(_REFUSAL, address_of(address))


async def refused_among(uow: UnitOfWork, addresses: Collection[str]) -> Collection[str]:
    """Those of these addresses at which nobody is noted: by their digest, or those of who objects and is still kept.

    Objections of before digests were kept have none.
    """
    objecting = {one.details.address for one in await ActorPeople(uow).objected()}
    there = {one for one in addresses if address_of(one) in objecting}
    return there | set(await ActorRefusals(uow).among(addresses))


class InformingLetters:
    """The mails that inform people of actors."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, one: InformingLetter) -> None:
        """Keep that one is asked for."""
        values = {
            "uai": one.uai,
            "letter_id": one.id,
            "person_id": one.person_id,
            "asked_at": one.asked_at,
            "state": one.state.value,
            "moved_on": one.moved_on,
        }
        await self._uow.execute(insert(actor_person_letters).values(values))

    async def get(self, letter_id: UUID) -> InformingLetter:
        """Raises NotFound."""
        statement = select(actor_person_letters).where(L.letter_id == letter_id)
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return _letter_of(row)

    async def of(self, person_id: UUID) -> Sequence[InformingLetter]:
        """Letters to one person, the last one first."""
        statement = (
            select(actor_person_letters)
            .where(L.person_id == person_id)
            .order_by(L.asked_at.desc(), L.letter_id.desc())
        )
        return [_letter_of(row) for row in await self._uow.execute(statement)]

    async def drop_waiting(self, person_id: UUID, since: datetime) -> None:
        """Forget those asked for from an instant on that have not left: they do not leave."""
        await self._uow.execute(
            delete(actor_person_letters).where(
                L.person_id == person_id,
                L.asked_at >= since,
                L.state == LetterState.WAITING.value,
            )
        )

    async def move(self, letter_id: UUID, state: LetterState, on: date) -> None:
        """Note where one is."""
        moved = update(actor_person_letters).where(L.letter_id == letter_id)
        await self._uow.execute(moved.values(state=state.value, moved_on=on))


def people() -> Select[Any]:
    """Everybody, with when they objected if they did."""
    return select(actor_people, OBJECTED.objected_at).join(
        actor_objections, OBJECTED.person_id == P.person_id, isouter=True
    )


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
        row.person_id,
        row.actor_id,
        details,
        row.confirmed_on,
        row.left_on,
        row.version,
        row.objected_at,
    )


def _letter_of(row: Any) -> InformingLetter:
    return InformingLetter(
        id=row.letter_id,
        uai=Uai(row.uai),
        person_id=row.person_id,
        asked_at=row.asked_at,
        state=LetterState(row.state),
        moved_on=row.moved_on,
    )


def _values(one: ActorPerson) -> dict[str, Any]:
    return {
        **vars(one.details),
        "informed_by": one.details.informed_by.value,
        "confirmed_on": one.confirmed_on,
        "left_on": one.left_on,
        "version": one.version,
    }
