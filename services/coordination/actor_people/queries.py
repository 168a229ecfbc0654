"""People of actors, found by the words of their name or address for who asks what is kept of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func

from contracts.words import plain
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_people.model import ActorPerson
from services.coordination.actor_people.store import P, people, person_of
from services.coordination.actors.tables import actors

FOUND_MAX = 50


@dataclass(frozen=True)
class NamedPerson:
    """A person, and the name of the actor they are called at."""

    person: ActorPerson
    actor: str


async def find_people_named(uow: UnitOfWork, typed: str) -> Sequence[NamedPerson]:
    """People in whose name, function, address or purpose all these words stand; `FOUND_MAX` at most.

    They are a few hundred: they are read one by one, without accents.
    """
    words = plain(typed).split()
    if not words:
        return []
    kept = func.concat_ws(" ", P.name, P.function, P.mail, P.purpose).label("kept")
    statement = (
        people()
        .add_columns(actors.c.name.label("actor"), kept)
        .join(actors, actors.c.actor_id == P.actor_id)
    )
    rows = await uow.execute(statement.order_by(P.name, P.person_id))
    found = [
        NamedPerson(person_of(row), row.actor)
        for row in rows
        if all(word in plain(row.kept) for word in words)
    ]
    return found[:FOUND_MAX]
