"""How long people of actors and what was said with them are kept, and that nothing of them is told."""

import json
from datetime import timedelta
from uuid import UUID

import asyncpg

from contracts.coordination.actors import ActorPurpose
from contracts.partnerships.companies import InteractionKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_exchanges.commands import (
    log_exchange,
    restore_exchange,
    withdraw_exchange,
)
from services.coordination.actor_exchanges.model import ExchangeDetails
from services.coordination.actor_exchanges.retention import (
    forget_people,
    old_exchanges,
    people_gone,
)
from services.coordination.actor_exchanges.store import ActorExchanges
from services.coordination.actor_people.commands import (
    erase_person,
    note_person,
    object_to_be_noted,
    put_person_away,
)
from services.coordination.actor_people.model import InformedBy, PersonDetails
from services.coordination.actor_people.reactions import erase_the_person_again
from services.coordination.actor_people.store import ActorPeople
from tests.coordination.world import NOW, Somebody

TODAY = NOW.date()
YEAR = timedelta(days=365)


async def somebody_there(supervisor: Somebody, actor_id: UUID, name: str = "Ondine Canari") -> UUID:
    details = PersonDetails(name, InformedBy.ORAL, TODAY, mail="ondine@canari.example")
    return await supervisor.do(note_person, actor_id=actor_id, details=details, now=NOW)


def met(on_year: int, person_id: UUID | None = None) -> ExchangeDetails:
    return ExchangeDetails(
        InteractionKind.CALL,
        ActorPurpose.EVENT,
        TODAY + on_year * YEAR,
        person_id,
        note="Ondine Canari viendra",
    )


async def due(supervisor: Somebody, years: float) -> list[UUID]:
    async def ask(uow: UnitOfWork) -> list[UUID]:
        now = NOW + years * YEAR + timedelta(days=2)
        return [one.id for one in await people_gone(uow, now=now, limit=10)]

    return await supervisor.do(ask)


async def test_a_person_nobody_met_nor_confirmed_for_three_years_goes(
    supervisor: Somebody,
) -> None:
    actor_id = await supervisor.adds()
    person_id = await somebody_there(supervisor, actor_id)
    assert await due(supervisor, 2.9) == []
    assert await due(supervisor, 3) == [person_id]
    later = NOW + YEAR
    await supervisor.do(log_exchange, actor_id=actor_id, details=met(1, person_id), now=later)
    assert await due(supervisor, 3) == []
    assert await due(supervisor, 4) == [person_id]


async def test_who_left_goes_a_year_after_and_exchanges_stay_without_them(
    supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    actor_id = await supervisor.adds()
    person_id = await somebody_there(supervisor, actor_id)
    exchange_id = await supervisor.do(
        log_exchange, actor_id=actor_id, details=met(0, person_id), now=NOW
    )
    await supervisor.do(put_person_away, person_id=person_id, version=1, now=NOW)
    assert await due(supervisor, 0.9) == []
    assert await due(supervisor, 1) == [person_id]

    async def remove(uow: UnitOfWork) -> None:
        await ActorPeople(uow).remove([person_id])

    await supervisor.do(remove)
    row = await superuser.fetchrow("SELECT * FROM actor_exchanges")
    assert row is not None
    assert (row["exchange_id"], row["person_id"]) == (exchange_id, None)


async def test_who_objected_is_forgotten_with_what_the_mail_said_to_them(
    supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    actor_id = await supervisor.adds()
    told = PersonDetails(
        "Ondine Canari", InformedBy.PASSERELLE, TODAY, mail="ondine@canari.example"
    )
    person_id = await supervisor.do(note_person, actor_id=actor_id, details=told, now=NOW)
    letter_id = await superuser.fetchval("SELECT letter_id FROM actor_person_letters")
    await supervisor.do(object_to_be_noted, person_id=person_id, now=NOW)
    # A second click, or the button of a mail program besides.
    await supervisor.do(object_to_be_noted, person_id=person_id, now=NOW)
    later = NOW + timedelta(days=31)
    assert await due(supervisor, 31 / 365) == [person_id]
    await supervisor.do(forget_people, [person_id], later)

    rows = await superuser.fetch("SELECT subject, payload FROM journal ORDER BY position")
    assert sum("actor_person_objected" in row["subject"] for row in rows) == 1
    erased = [json.loads(row["payload"]) for row in rows if "person_erased" in row["subject"]]
    assert [one["letters"] for one in erased] == [[str(letter_id)]]


async def test_an_exchange_goes_after_three_years(supervisor: Somebody) -> None:
    actor_id = await supervisor.adds()
    exchange_id = await supervisor.do(log_exchange, actor_id=actor_id, details=met(0), now=NOW)

    async def ask(uow: UnitOfWork, days: int) -> list[UUID]:
        now = NOW + 3 * YEAR + timedelta(days=days)
        return [one.id for one in await old_exchanges(uow, now=now, limit=10)]

    assert await supervisor.do(ask, 0) == []
    assert await supervisor.do(ask, 2) == [exchange_id]


async def test_nothing_of_a_person_nor_of_what_was_said_is_told(
    supervisor: Somebody, bureau: Somebody, superuser: asyncpg.Connection
) -> None:
    actor_id = await supervisor.adds()
    person_id = await somebody_there(supervisor, actor_id)
    exchange_id = await supervisor.do(
        log_exchange, actor_id=actor_id, details=met(0, person_id), now=NOW
    )
    await supervisor.do(withdraw_exchange, exchange_id=exchange_id, version=1, now=NOW)
    await supervisor.do(restore_exchange, exchange_id=exchange_id, version=2)
    rows = await superuser.fetch("SELECT * FROM journal")
    assert len(rows) == 3
    said = b"".join(str(value).encode() for row in rows for value in row.values())
    assert b"Canari" not in said
    assert b"canari" not in said
    assert str(person_id).encode() not in said

    async def own(uow: UnitOfWork) -> int:
        return len(await ActorExchanges(uow).of(actor_id))

    assert await supervisor.do(own) == 1
    assert await bureau.do(own) == 0


async def test_a_backup_brings_nobody_back_who_was_erased(
    supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    actor_id = await supervisor.adds()
    person_id = await somebody_there(supervisor, actor_id)
    backup = await superuser.fetchrow("SELECT * FROM actor_people")
    assert backup is not None
    await supervisor.do(erase_person, person_id=person_id, version=1, now=NOW)
    assert await superuser.fetchval("SELECT count(*) FROM actor_people") == 0
    places = ", ".join(f"${at + 1}" for at in range(len(backup)))
    await superuser.execute(f"INSERT INTO actor_people VALUES ({places})", *backup.values())
    await supervisor.do(erase_the_person_again, resource_id=person_id, now=NOW)
    assert await superuser.fetchval("SELECT count(*) FROM actor_people") == 0
