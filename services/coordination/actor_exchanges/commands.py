"""Commands of the supervisor's exchanges: the department learns that each took place, and no more."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.coordination.actors import DepartmentActorMeetingWithdrawnV1, DepartmentActorMetV1
from contracts.partnerships.actors import ActorExchangeId, ActorId
from services.chassis.base.errors import NotFound
from services.chassis.outbox.last_events import LastFact, TakenBack, last_facts
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

_Told = DepartmentActorMetV1 | DepartmentActorMeetingWithdrawnV1


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
    _publish_withdrawal(uow, one.id, one.actor_id, withdrawn.version, now)
    return withdrawn


async def restore_exchange(uow: UnitOfWork, *, exchange_id: UUID, version: int) -> ActorExchange:
    """Have it stand again. Raises NotFound, StaleVersion, ExchangeNotWithdrawn."""
    one = await ActorExchanges(uow).get(exchange_id, for_update=True)
    one.expect(version, withdrawn=True)
    restored = one.changed(withdrawn_at=None)
    await ActorExchanges(uow).save(restored)
    await _publish(uow, restored)
    return restored


async def republish_exchanges(uow: UnitOfWork, *, taken_back: TakenBack, now: datetime) -> None:
    """Tell the exchanges as the table has them (échanges redits), above what was told last.

    After a backup of this database was put back alone; of what was told since and has no row, the
    department is told that it is no more.
    """
    told: Mapping[str, LastFact[_Told]]
    told = await last_facts(
        uow, uow.department_uai, DepartmentActorMetV1, DepartmentActorMeetingWithdrawnV1
    )
    there = {str(one.id): one for one in await ActorExchanges(uow).all()}
    for about, one in there.items():
        last = told.get(about)
        if last is not None and last.version >= one.version and not await _says(uow, last, one):
            again = replace(one, version=last.version + 1)
            await ActorExchanges(uow).save(again)
            if again.withdrawn_at is None:
                await _publish(uow, again)
            else:
                _publish_withdrawal(uow, one.id, one.actor_id, again.version, now)
    for about, last in sorted(taken_back.of(told).items()):
        if about not in there and isinstance(last.event, DepartmentActorMetV1):
            gone = last.event
            _publish_withdrawal(uow, gone.exchange_id, gone.actor_id, last.version + 1, now)


async def _says(uow: UnitOfWork, last: LastFact[_Told], one: ActorExchange) -> bool:
    """Whether the department was told of an exchange as it is."""
    if one.withdrawn_at is not None or isinstance(last.event, DepartmentActorMeetingWithdrawnV1):
        gone = isinstance(last.event, DepartmentActorMeetingWithdrawnV1)
        return gone is (one.withdrawn_at is not None)
    return last.event == one.told((await Actors(uow).get(one.actor_id)).details.kind)


def _publish_withdrawal(
    uow: UnitOfWork, exchange_id: UUID, actor_id: UUID, version: int, now: datetime
) -> None:
    told = DepartmentActorMeetingWithdrawnV1(
        exchange_id=ActorExchangeId(exchange_id),
        actor_id=ActorId(actor_id),
        occurred_on=local_date(now),
    )
    uow.publish(told, version=version, uai=uow.department_uai)


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
