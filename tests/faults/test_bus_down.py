"""NATS dies, or forgets everything: people go on, and nothing is lost nor done twice."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal

from deploy.embedded.nats import EmbeddedNats
from deploy.nats.provision import provision
from deploy.services import SERVICES
from tests.faults.department import Department, out_of_order
from tests.support.proof import in_two_sizes
from tests.support.waiting import eventually


@in_two_sizes("count", 12, 100)
async def test_confirmations_are_accepted_with_nats_dead(
    here: Department, bus: EmbeddedNats, count: int
) -> None:
    placements = await here.proposals(count)
    await eventually(here.settled)
    os.kill(bus.pid, signal.SIGKILL)
    await eventually(lambda: not bus.running)

    statuses = [(await here.confirm(placement)).status_code for placement in placements]

    assert statuses == [200] * count
    assert await here.covered() == 0
    unsent = await here.one("internships", "SELECT count(*) FROM journal WHERE sent_at IS NULL")
    assert unsent >= 3 * count

    await bus.start()
    await eventually(here.settled)
    assert await here.covered() == count
    traffic = await here.traffic()
    for stream, envelopes in traffic.items():
        audience = stream.partition("_")[0].lower()
        assert out_of_order(envelopes) == []
        recorded = sum(
            [
                await here.one(
                    service.name, "SELECT count(*) FROM journal WHERE audience = $1", audience
                )
                for service in SERVICES
            ]
        )
        assert len({envelope.id for envelope in envelopes}) == len(envelopes) == recorded


async def test_a_wiped_and_refilled_store_changes_no_read_model_and_does_nothing_twice(
    here: Department, bus: EmbeddedNats
) -> None:
    for placement in await here.proposals(5):
        assert (await here.confirm(placement)).status_code == 200
    await eventually(here.settled)
    models, written = await here.read_models(), await here.written()
    traffic = await here.traffic()
    assert models["coverages"]
    assert models["network_journal"]

    await bus.stop()
    await asyncio.to_thread(shutil.rmtree, bus.config.parent / "jetstream")
    await bus.start()
    await provision(here.network.settings, SERVICES)

    async def refilled() -> bool:
        return bool(await here.settled()) and {
            s: len(e) for s, e in (await here.traffic()).items()
        } == {s: len(e) for s, e in traffic.items()}

    await eventually(refilled)
    assert await here.read_models() == models
    assert await here.written() == written
    again = await here.traffic()
    for stream, envelopes in traffic.items():
        assert out_of_order(again[stream]) == []
        assert {e.id for e in again[stream]} == {e.id for e in envelopes}
