"""Commands of the supervisor's exchanges: the department learns that each took place, and no more."""

from datetime import datetime
from uuid import UUID

from contracts.coordination.actors import DepartmentActorMeetingWithdrawnV1
from contracts.partnerships.actors import ActorExchangeId, ActorId
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_exchanges.model import (
    ActorExchange,
    ExchangeDetails,
    PersonElsewhere,
)
from services.coordination.actor_exchanges.store import ActorExchanges
from services.coordination.actor_people.store import ActorPeople
from services.coordination.actors.store import Actors
from services.coordination.news.model.calendar import local_date


async def log_exchange(
    uow: UnitOfWork, *, actor_id: UUID, details: ExchangeDetails, now: datetime
) -> UUID:
    """Note an exchange with an actor (échange) and return its id.

    Raises NotFound, ExchangeInTheFuture, NextStepTooEarly, NextStepWithoutDay, PersonElsewhere.
    """
    details.check(local_date(now))
    await Actors(uow).get(actor_id)
    await _check_person(uow, actor_id, details.person_id)
    one = ActorExchange(uow.new_id(), uow.department_uai, actor_id, details)
    await ActorExchanges(uow).add(one)
    await _publish(uow, one)
    return one.id


async def correct_exchange(
    uow: UnitOfWork, *, exchange_id: UUID, version: int, details: ExchangeDetails, now: datetime
) -> ActorExchange:
    """Replace what it says. Raises NotFound, StaleVersion, ExchangeWithdrawn, and what `log_exchange` raises."""
    one = await ActorExchanges(uow).get(exchange_id, for_update=True)
    one.expect(version)
    details.check(local_date(now))
    if details.person_id != one.details.person_id:
        await _check_person(uow, one.actor_id, details.person_id)
    corrected = one.changed(details=details)
    await ActorExchanges(uow).save(corrected)
    await _publish(uow, corrected)
    return corrected


async def withdraw_exchange(
    uow: UnitOfWork, *, exchange_id: UUID, version: int, now: datetime
) -> ActorExchange:
    """Take back what was noted by mistake (échange retiré). Raises NotFound, StaleVersion, ExchangeWithdrawn."""
    one = await ActorExchanges(uow).get(exchange_id, for_update=True)
    one.expect(version)
    withdrawn = one.changed(withdrawn_at=now)
    await ActorExchanges(uow).save(withdrawn)
    told = DepartmentActorMeetingWithdrawnV1(
        exchange_id=ActorExchangeId(one.id),
        actor_id=ActorId(one.actor_id),
        occurred_on=local_date(now),
    )
    uow.publish(told, version=withdrawn.version, uai=one.uai)
    return withdrawn


async def restore_exchange(uow: UnitOfWork, *, exchange_id: UUID, version: int) -> ActorExchange:
    """Have it stand again. Raises NotFound, StaleVersion, ExchangeNotWithdrawn."""
    one = await ActorExchanges(uow).get(exchange_id, for_update=True)
    one.expect(version, withdrawn=True)
    restored = one.changed(withdrawn_at=None)
    await ActorExchanges(uow).save(restored)
    await _publish(uow, restored)
    return restored


async def _publish(uow: UnitOfWork, one: ActorExchange) -> None:
    actor = await Actors(uow).get(one.actor_id)
    uow.publish(one.told(actor.details.kind), version=one.version, uai=one.uai)


async def _check_person(uow: UnitOfWork, actor_id: UUID, person_id: UUID | None) -> None:
    """Raises PersonElsewhere."""
    if person_id is None:
        return
    try:
        person = await ActorPeople(uow).get(person_id)
    except NotFound:
        raise PersonElsewhere(field="person_id") from None
    if person.actor_id != actor_id:
        raise PersonElsewhere(field="person_id")
