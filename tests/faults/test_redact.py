"""Something personal got into an event: it is taken away everywhere, and nothing else is."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from contracts.envelope import from_headers
from contracts.identifiers import Mef
from deploy.embedded.nats import EmbeddedNats
from deploy.operations.repair import take_away
from deploy.repair.reconcile import reconcile
from deploy.repair.redact import EventUnknown
from deploy.services import SERVICES
from services.chassis.parked import FAILED, Park, park
from services.chassis.reactions.handling import DEPARTMENT as WHOLE_DEPARTMENT
from services.chassis.reading import Delivery
from tests.faults.department import Department
from tests.internships.world import NOW
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
    changed = {"internships.formations", "internships.journal", "supervision.parked_events"}
    unchanged = {name: n for name, n in (await here.written()).items() if name not in changed}
    assert unchanged == {name: n for name, n in written.items() if name not in changed}
    found = await reconcile(here.network.settings, SERVICES)
    assert [one for some in found.values() for one in some if one.for_a_person or one.holes] == []

    await take_away(here.network.settings, event_id)  # again is harmless
    assert await here.read_models() == models


async def test_an_event_nobody_recorded_cannot_be_taken_away(here: Department) -> None:
    with pytest.raises(EventUnknown):
        await take_away(here.network.settings, uuid4())
