"""Something personal got into an event: it is taken away everywhere, and nothing else is."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from structlog.testing import capture_logs

from contracts.envelope import from_headers, to_headers
from contracts.identifiers import Mef
from deploy.embedded.nats import EmbeddedNats
from deploy.nats.operator_connection import operator_connection
from deploy.operations.repair import take_away, take_stranger_away
from deploy.repair.reconcile import reconcile
from deploy.repair.redact import EventUnknown
from deploy.repair.redact_stranger import KnownToJournal, MessageAbsent
from deploy.repair.stream_refill import StreamUnknown
from deploy.repair.streams import event_at
from deploy.services import SERVICES
from services.chassis.nats.parse_envelope import Delivery
from services.chassis.projections.stream_range import stream_state
from services.chassis.reactions.group_inbox import DEPARTMENT as WHOLE_DEPARTMENT
from services.chassis.unit_of_work.parked_events import FAILED, Park, park
from tests.chassis.facts import department_event
from tests.faults.department import Department
from tests.internships.world import NOW
from tests.support.bus import HERE, Speaker, bus_of, envelope_of
from tests.support.processes import run
from tests.support.waiting import eventually

CANARY = "ZZCANARI Camille Rivière"
MEF = Mef("2473121232")


async def let_slip(here: Department) -> UUID:
    """A fact of the department with a name in it; its id."""
    await here.lycee.opens(MEF, CANARY)
    found = await here.one(
        "internships", "SELECT event_id FROM journal WHERE payload LIKE $1", f"%{CANARY}%"
    )
    return UUID(str(found))


async def set_a_copy_aside(here: Department, event_id: UUID) -> None:
    """As a reader does that could not handle it."""
    row = await here.superusers["internships"].fetchrow(
        "SELECT * FROM journal WHERE event_id = $1", event_id
    )
    assert row is not None
    delivery = Delivery(
        row["subject"], json.loads(row["headers"]), row["payload"].encode(), "DEPARTMENT_82", 1
    )
    async with here.network.runtime("supervision").work.begin(WHOLE_DEPARTMENT) as uow:
        await park(
            uow.connection,
            parked_id=uuid4(),
            consumer="supervision__department",
            delivery=delivery,
            uai=row["uai"],
            envelope=from_headers(delivery.headers),
            decision=Park(FAILED, "ValueError"),
            now=NOW,
        )


async def where_it_is(here: Department, bus: EmbeddedNats) -> set[str]:
    """The places that hold the name, apart from the service where a user typed it."""
    store = bus.config.parent / "jetstream"
    found = {"store"} if await asyncio.to_thread(holds, store, CANARY.encode()) else set()
    models = await here.read_models()
    found |= {"read models"} if CANARY in json.dumps(models, ensure_ascii=False) else set()
    for service in SERVICES:
        for table in ("journal", "parked_events"):
            kept = "payload" if table == "journal" else "convert_from(payload, 'UTF8')"
            query = f"SELECT string_agg({kept}, '') FROM {table}"
            if CANARY in (await here.one(service.name, query) or ""):
                found.add(f"{service.name}.{table}")
    return found


def holds(folder: Path, text: bytes) -> bool:
    return any(text in path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_an_event_is_taken_away_and_everything_else_stays(
    here: Department, bus_server: EmbeddedNats
) -> None:
    for placement in await here.proposals(3):
        assert (await here.confirm(placement)).status_code == 200
    await eventually(here.settled)
    models, written = await here.read_models(), await here.written()
    event_id = await let_slip(here)
    # Set aside before it was read, it would be read no more.
    await eventually(here.settled)
    await set_a_copy_aside(here, event_id)
    await eventually(here.settled)
    sequences = "SELECT array_agg(sequence ORDER BY position) FROM journal"
    numbers = await here.one("internships", sequences)
    everywhere = {"store", "read models", "internships.journal", "supervision.parked_events"}

    async def told_everywhere() -> bool:
        return await where_it_is(here, bus_server) == everywhere

    await eventually(told_everywhere)

    said = await take_away(here.network.settings, event_id)

    assert "1 copie(s) mises de côté sont vidées." in said
    assert await where_it_is(here, bus_server) == set()
    await eventually(here.settled)
    assert await here.read_models() == models
    assert await here.one("internships", sequences) == numbers
    # Who read it keeps a copy, and the operator is told who: its owner corrects it by a new fact.
    assert any("coordination__formations" in line for line in said)
    changed = {"internships.formations", "internships.journal", "supervision.parked_events"}
    changed |= {"coordination.formations", "coordination.inbox"}
    unchanged = {name: n for name, n in (await here.written()).items() if name not in changed}
    assert unchanged == {name: n for name, n in written.items() if name not in changed}
    found = await reconcile(here.network.settings, SERVICES)
    assert [one for some in found.values() for one in some if one.for_a_person or one.holes] == []

    await take_away(here.network.settings, event_id)  # again is harmless
    assert await here.read_models() == models


async def said_by_a_stranger(here: Department) -> int:
    """A message no journal knows, with a name where nothing can be read; its number in the stream."""
    async with bus_of(here.network.settings, "internships") as bus:
        payload = f'{{"label": "{CANARY}'.encode()
        event = department_event()
        where = f"department.82.{HERE}.internships.formation_opened.v1"
        headers = to_headers(envelope_of(event, HERE, sequence=10_000))
        return int((await Speaker(bus).keep(where, payload, headers))["seq"])


async def test_a_message_no_journal_knows_is_taken_away_by_its_place(
    here: Department, bus_server: EmbeddedNats
) -> None:
    for placement in await here.proposals(2):
        assert (await here.confirm(placement)).status_code == 200
    await eventually(here.settled)
    models = await here.read_models()
    numbers = await here.one("internships", "SELECT count(*) FROM journal")
    sequence = await said_by_a_stranger(here)

    async def told_everywhere() -> bool:
        return await where_it_is(here, bus_server) >= {"store", "supervision.parked_events"}

    await eventually(told_everywhere)
    settings = here.network.settings
    with capture_logs() as said:
        await reconcile(settings, SERVICES)
    assert ("DEPARTMENT_82", sequence, "stranger") in {
        (line.get("stream"), line.get("position"), line.get("judgement")) for line in said
    }

    told = await take_stranger_away(settings, "DEPARTMENT_82", sequence)

    assert any("copie(s) mises de côté sont vidées." in line for line in told)
    assert await where_it_is(here, bus_server) == set()
    await eventually(here.settled)
    assert await here.read_models() == models
    assert await here.one("internships", "SELECT count(*) FROM journal") == numbers
    found = await reconcile(settings, SERVICES)
    assert [one for some in found.values() for one in some if one.for_a_person or one.holes] == []


async def test_a_fact_of_a_journal_is_not_taken_for_a_stranger(here: Department) -> None:
    event_id = await let_slip(here)
    await eventually(here.settled)
    settings = here.network.settings
    async with operator_connection(settings) as client:
        last = (await stream_state(client, "DEPARTMENT_82")).last_sequence
        ids = {await event_at(client, "DEPARTMENT_82", n): n for n in range(1, last + 1)}

    with pytest.raises(KnownToJournal) as known:
        await take_stranger_away(settings, "DEPARTMENT_82", ids[str(event_id)])
    assert known.value.event_id == event_id
    for nothing in (0, last + 1):
        with pytest.raises(MessageAbsent):
            await take_stranger_away(settings, "DEPARTMENT_82", nothing)
    with pytest.raises(StreamUnknown):
        await take_stranger_away(settings, "DEPARTMENT_83", 1)
    async with operator_connection(settings) as client:
        assert (await stream_state(client, "DEPARTMENT_82")).last_sequence == last


@pytest.mark.parametrize(
    "arguments", [(), ("--stream", "DEPARTMENT_82"), (str(uuid4()), "--sequence", "1")]
)
async def test_what_to_take_away_is_named_by_its_id_or_by_its_place(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    code, output = await run(
        "redact",
        "--yes",
        *arguments,
        environment={
            "PASSERELLE_NATS_URL": "nats://127.0.0.1:4222",
            "PASSERELLE_DATABASE_URL": "postgresql://nobody@127.0.0.1/none",
            "PASSERELLE_CREDENTIALS": str(tmp_path / "credentials"),
        },
    )
    assert (code, "ou --stream et --sequence" in output) == (1, True), output


async def test_an_event_nobody_recorded_cannot_be_taken_away(here: Department) -> None:
    with pytest.raises(EventUnknown):
        await take_away(here.network.settings, uuid4())
