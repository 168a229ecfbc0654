"""Commands of people of actors: the supervisor gives them."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_people.model import ActorPerson, PersonDetails
from services.coordination.actor_people.store import ActorPeople
from services.coordination.actors.store import Actors
from services.coordination.news.model.calendar import local_date

ERASED_KIND = "actor_person"


async def note_person(
    uow: UnitOfWork, *, actor_id: UUID, details: PersonDetails, now: datetime
) -> UUID:
    """Note somebody who was told so (personne à joindre). Raises NotFound, ActorArchived, InformedInTheFuture."""
    actor = await Actors(uow).get(actor_id)
    actor.expect(actor.version)
    details.check(local_date(now))
    one = ActorPerson(uow.new_id(), actor_id, details, confirmed_on=local_date(now))
    await ActorPeople(uow).add(one)
    return one.id


async def correct_person(
    uow: UnitOfWork, *, person_id: UUID, version: int, details: PersonDetails, now: datetime
) -> None:
    """Replace what is known of somebody, who is so from today on.

    Raises NotFound, StaleVersion, PersonLeft, InformedInTheFuture.
    """
    one = await ActorPeople(uow).get(person_id, for_update=True)
    one.expect(version)
    details.check(local_date(now))
    await ActorPeople(uow).save(one.changed(details=details, confirmed_on=local_date(now)))


async def confirm_person(
    uow: UnitOfWork, *, person_id: UUID, version: int, now: datetime
) -> ActorPerson:
    """Note that all of it is still so (confirmation). Raises NotFound, StaleVersion, PersonLeft."""
    one = await ActorPeople(uow).get(person_id, for_update=True)
    one.expect(version)
    confirmed = one.changed(confirmed_on=local_date(now))
    await ActorPeople(uow).save(confirmed)
    return confirmed


async def put_person_away(
    uow: UnitOfWork, *, person_id: UUID, version: int, now: datetime
) -> ActorPerson:
    """Note that somebody left (départ). Raises NotFound, StaleVersion, PersonLeft."""
    one = await ActorPeople(uow).get(person_id, for_update=True)
    one.expect(version)
    gone = one.changed(left_on=local_date(now))
    await ActorPeople(uow).save(gone)
    return gone


async def bring_person_back(
    uow: UnitOfWork,
    *,
    person_id: UUID,
    version: int,
    now: datetime,  # noqa: ARG001  every use case is given it
) -> ActorPerson:
    """Have somebody there again. Raises NotFound, StaleVersion, PersonNotLeft."""
    one = await ActorPeople(uow).get(person_id, for_update=True)
    one.expect(version, left=True)
    back = one.changed(left_on=None)
    await ActorPeople(uow).save(back)
    return back


async def erase_person(uow: UnitOfWork, *, person_id: UUID, version: int) -> UUID:
    """Erase somebody for good (opposition, effacement), and say at which actor.

    Raises NotFound, and StaleVersion: who takes back that they noted somebody does not erase what
    somebody else corrected since.
    """
    one = await ActorPeople(uow).get(person_id, for_update=True)
    one.expect_version(version)
    await ActorPeople(uow).remove([person_id])
    uow.erased.note(ERASED_KIND, person_id, lycee=uow.department_uai)
    return one.actor_id
