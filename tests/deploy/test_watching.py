"""Waiting for a reason to compare at once: it ends when it is asked to, whatever it was waiting for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from deploy.nats.provision import provision
from deploy.repair.watch import wait_for_cause
from deploy.services import SERVICES
from services.chassis.base.settings import Settings
from tests.support.bus import generated_server
from tests.support.waiting import eventually

A_DAY_SECONDS = 24 * 3600.0
MOMENTS = 150


@pytest_asyncio.fixture
async def provisioned(tmp_path: Path) -> AsyncIterator[Settings]:
    settings = Settings(credentials=tmp_path / "credentials")
    async with generated_server(tmp_path, settings, SERVICES) as running:
        here = settings.replaced(nats_url=running.url)
        await provision(here, SERVICES)
        yield here


async def test_one_request_to_stop_is_enough_at_whatever_moment(provisioned: Settings) -> None:
    for moment in range(MOMENTS):
        waiting = asyncio.create_task(
            wait_for_cause(provisioned, A_DAY_SECONDS, look_every_seconds=0)
        )
        for _ in range(moment):
            await asyncio.sleep(0)
        waiting.cancel()
        await eventually(waiting.done)
        assert waiting.cancelled(), f"after {moment} turns of the loop"
