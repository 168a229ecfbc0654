"""A small world that is killed again and again: commands, journal, relay, reaction, read model.

One process does everything a service does. Two lycées are spoken for; each command records a
fact for both, in opposite orders; a reaction writes one effect per fact and tells another fact;
a read model counts the facts. Its tables have no constraint that would hide a second effect.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from sqlalchemy import insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.identifiers import FormationId, Mef, PublicText, Uai
from contracts.internships.periods import FormationOpenedV1
from services.chassis.base import failpoints
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.nats.connection import Bus
from services.chassis.nats.durable_health import DurableMissing, ServerSilent, consumer_info
from services.chassis.outbox.relay import Relay
from services.chassis.projections import Projection, Recorded
from services.chassis.projections.reader import ProjectionRunner
from services.chassis.reactions import Reactions
from services.chassis.reactions.consumer import ReactionRunner
from services.chassis.reactions.group_inbox import GroupInbox
from services.chassis.reactions.parked_retries import Replaying, list_parked
from services.chassis.security.credentials import ServiceCredentials
from services.chassis.unit_of_work.parked_events import KILLER
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork
from tests.chassis.facts import BOURDELLE, MAURY, bureau_event
from tests.chassis.ledger import entries, places, totals
from tests.support.bus import Declared

SERVICE, DEPARTMENT = "internships", "82"
ACK_WAIT_SECONDS = 0.3
"""Short, so that what a dead process held is given again soon; so nothing here may count deliveries."""
COMMANDS_SHARE = 4
"""Two commands that wait for each other for ever leave time to settle after them."""
LYCEES = (MAURY, BOURDELLE)
TODAY = date(2026, 11, 24)

reactions = Reactions(SERVICE)


class Formation(msgspec.Struct):
    label: str


@reactions.on(FormationOpenedV1, group="effects", since="beginning")
async def take_effect(event: FormationOpenedV1, uow: UnitOfWork) -> None:
    """One row per event handled, and one fact told."""
    assert uow.cause is not None
    label = f"{uow.cause.source} {uow.cause.sequence} {uow.cause.id}"
    await uow.execute(insert(places), {"place_id": uow.new_id(), "label": label})
    uow.publish(bureau_event())


async def count(connection: AsyncConnection, batch: Sequence[Recorded]) -> None:
    """Per lycée: how many facts, the last sequence, how many came out of order.

    Not idempotent on purpose: only the watermark keeps a fact from being counted twice.
    """
    for recorded in batch:
        uai, sequence = str(recorded.subject.uai), recorded.envelope.sequence
        found = await connection.execute(select(totals.c.total).where(totals.c.uai == uai))
        counted, last, disorder = map(int, (found.scalar_one_or_none() or "0 0 0").split())
        disorder += sequence != last + 1
        row = upsert(totals).values(uai=uai, total=f"{counted + 1} {sequence} {disorder}")
        await connection.execute(
            row.on_conflict_do_update(index_elements=["uai"], set_={"total": row.excluded.total})
        )


PROJECTION = Projection("counts", events={FormationOpenedV1: Formation}, fold=count)
WORLD = Declared(SERVICE, reactions=reactions, projections=(PROJECTION,))


@dataclass(frozen=True)
class Place:
    """Where a world lives: its database, its server, and the diary of its clients."""

    settings: Settings
    superuser_url: str
    diary: Path
    ack_wait_seconds: float = ACK_WAIT_SECONDS


@dataclass(frozen=True)
class Life:
    """One process: the commands it gives, and the failpoints it is armed with."""

    commands: tuple[UUID, ...]
    armed: str = ""
    stays: bool = False
    """Whether it goes on when everything is done: a replica has nothing of its own to wait for."""


class Diary:
    """What clients tried and were answered. Written at once: it survives the process."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def note(self, word: str, command: UUID, detail: str = "") -> None:
        os.write(self._file, f"{word} {command} {detail}".rstrip().encode() + b"\n")


class Clients:
    """Give commands two by two, at the same time and in opposite orders."""

    def __init__(self, units: UnitsOfWork, diary: Diary, patience_seconds: float) -> None:
        """A command that the other one of its pair does not join in that time is given up."""
        self._units = units
        self._diary = diary
        self._patience_seconds = patience_seconds

    async def give(self, commands: Sequence[UUID]) -> None:
        for first in range(0, len(commands), 2):
            pair = commands[first : first + 2]
            together = asyncio.Barrier(len(pair))
            await asyncio.gather(
                *(
                    self._command(command, LYCEES[:: 1 if n == 0 else -1], together)
                    for n, command in enumerate(pair)
                )
            )

    async def _command(
        self, command: UUID, lycees: Sequence[Uai], together: asyncio.Barrier
    ) -> None:
        self._diary.note("tried", command)
        try:
            async with self._units.begin(Scope(frozenset(LYCEES))) as uow:
                for number, uai in enumerate(lycees):
                    uow.publish(_fact(command, number), uai=uai)
                    row = {"entry_id": uow.new_id(), "uai": uai, "label": str(command)}
                    await uow.execute(insert(entries), row)
                    async with asyncio.timeout(self._patience_seconds):
                        await together.wait()
        except failpoints.FailpointReached:
            self._diary.note("interrupted", command)
        except Exception as error:  # noqa: BLE001 - any refusal is a finding
            self._diary.note("failed", command, repr(error)[:200].replace("\n", " "))
        else:
            self._diary.note("accepted", command)


def _fact(command: UUID, number: int) -> FormationOpenedV1:
    return FormationOpenedV1(
        formation_id=FormationId(UUID(int=command.int ^ (number + 1))),
        mef=Mef("2472551133"),
        label=PublicText(str(number)),
        occurred_on=TODAY,
    )


async def live(place: Place, life: Life, patience_seconds: float) -> None:
    """Run one process until everything it was asked for is settled; may be killed on the way.

    Raises TimeoutError when it does not settle.
    """
    credentials = ServiceCredentials.load(place.settings.credentials, SERVICE)
    database = Database.open(place.settings, credentials)
    bus = await Bus.connect(place.settings, credentials)
    relay = Relay(database, bus, service=SERVICE, department=DEPARTMENT)
    units = UnitsOfWork(database, service=SERVICE, department=DEPARTMENT, wake=relay.wake)
    common = {"bus": bus, "department": DEPARTMENT, "ack_wait_seconds": place.ack_wait_seconds}
    runners = (
        ReactionRunner(reactions, units=units, **common),  # type: ignore[arg-type] # one dict for both
        ProjectionRunner(SERVICE, PROJECTION, database=database, **common),  # type: ignore[arg-type] # idem, one dict
    )
    failpoints.arm(life.armed)
    await relay.start()
    for runner in runners:
        await runner.start()
    async with asyncio.timeout(patience_seconds):
        clients = Clients(units, Diary(place.diary), patience_seconds / COMMANDS_SHARE)
        await clients.give(life.commands)
        await _settled(place, bus, runners, None if life.armed else units)


_OPEN_WORK = text(
    """
    SELECT (SELECT count(*) FROM journal WHERE sent_at IS NULL AND send_error IS NULL)
         + (SELECT count(*) FROM parked_events WHERE replayed_at IS NULL)
         + abs((SELECT count(*) FROM journal WHERE audience = 'department')
               - (SELECT count(DISTINCT label) FROM places))
         + abs((SELECT count(*) FROM journal WHERE audience = 'department')
               - (SELECT coalesce(sum(split_part(total, ' ', 1)::bigint), 0) FROM totals))
    """
)


async def _replay_killers(units: UnitsOfWork) -> None:
    """As an operator does: what was at work in five deaths in a row was not what killed."""
    for group in reactions.groups():
        replaying = Replaying(GroupInbox(group, units))
        for parked in await list_parked(units):
            if parked.reason == KILLER:
                await replaying.replay(parked.parked_id)


async def _settled(
    place: Place,
    bus: Bus,
    runners: tuple[ReactionRunner, ProjectionRunner],
    operator: UnitsOfWork | None,
) -> None:
    superuser = await asyncpg.connect(place.superuser_url)
    open_work, infos = 0, list[dict[str, Any]]()
    try:
        while True:
            open_work = await superuser.fetchval(str(_OPEN_WORK))
            if open_work == 0:
                with suppress(ServerSilent, DurableMissing):
                    infos = [await consumer_info(bus, d) for r in runners for d in r.durables]
                    if not any(i["num_pending"] + i["num_ack_pending"] for i in infos):
                        return
            elif operator is not None:
                await _replay_killers(operator)
            await asyncio.sleep(0.01)
    except asyncio.CancelledError:
        infos = [await consumer_info(bus, d) for r in runners for d in r.durables]
        parked = await superuser.fetch("SELECT * FROM parked_events WHERE replayed_at IS NULL")
        unsent = await superuser.fetch("SELECT * FROM journal WHERE sent_at IS NULL")
        for told in (open_work, *infos, *parked, *unsent):
            sys.stderr.write(f"{told}\n")
        raise
