"""Exchanges of the supervisor after a backup of coordination alone: the department hears what there is."""

from dataclasses import replace
from typing import Any

import asyncpg

from contracts.coordination.actors import (
    ActorPurpose,
    DepartmentActorMeetingWithdrawnV1,
    DepartmentActorMetV1,
)
from contracts.partnerships.companies import InteractionKind
from services.chassis.outbox.last_events import TakenBack, last_facts
from services.coordination.actor_exchanges.commands import (
    correct_exchange,
    log_exchange,
    republish_exchanges,
    withdraw_exchange,
)
from services.coordination.actor_exchanges.model import ExchangeDetails
from tests.coordination.world import NOW, Somebody

CALL = ExchangeDetails(InteractionKind.CALL, ActorPurpose.EVENT, NOW.date())
EVERYTHING = TakenBack(0, 1_000_000)


async def last_of(who: Somebody) -> dict[str, Any]:
    told = await who.do(
        lambda uow: last_facts(
            uow, uow.department_uai, DepartmentActorMetV1, DepartmentActorMeetingWithdrawnV1
        )
    )
    return {about: (one.version, one.event) for about, one in told.items()}


async def test_after_an_older_backup_the_department_hears_the_exchanges_there_are(
    supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    actor_id = await supervisor.adds("Chambre du Quercy")
    corrected, withdrawn, gone, same = [
        await supervisor.do(log_exchange, actor_id=actor_id, details=CALL, now=NOW)
        for _ in range(4)
    ]
    visit = replace(CALL, kind=InteractionKind.VISIT)
    await supervisor.do(correct_exchange, exchange_id=corrected, version=1, details=visit, now=NOW)
    await supervisor.do(withdraw_exchange, exchange_id=withdrawn, version=1, now=NOW)
    # The backup was made before all but the first of it; the repair raised the versions.
    await superuser.execute(
        "UPDATE actor_exchanges SET version = 2, kind = 'call', withdrawn_at = NULL"
        " WHERE exchange_id = ANY($1)",
        [corrected, withdrawn],
    )
    await superuser.execute("DELETE FROM actor_exchanges WHERE exchange_id = $1", gone)

    for _ in range(2):
        await supervisor.do(republish_exchanges, taken_back=EVERYTHING, now=NOW)

    last = await last_of(supervisor)
    for one in (corrected, withdrawn):
        version, event = last[str(one)]
        assert version == 3, "told once"
        assert isinstance(event, DepartmentActorMetV1)
        assert event.kind is InteractionKind.CALL
    kept = await superuser.fetch("SELECT version FROM actor_exchanges WHERE kind = 'call'")
    assert sorted(row["version"] for row in kept) == [1, 3, 3]
    assert isinstance(last[str(gone)][1], DepartmentActorMeetingWithdrawnV1)
    assert last[str(same)][0] == 1
