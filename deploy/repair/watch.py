"""Waiting for the next comparison of journals and streams: its time, or a reason to compare at once."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass

import nats.errors
from nats.aio.client import Client

from contracts.streams import all_stream_settings
from deploy.nats.operator_connection import operator_connection
from deploy.repair.streams import ask
from services.chassis.base.cancellation import heed_cancellation
from services.chassis.base.settings import Settings

LOOK_EVERY_SECONDS = 5.0
"""One question for each stream, which NATS answers from memory."""


@dataclass(frozen=True)
class _Stream:
    """What tells a stream from one that was made anew, put back older or bereft of readers."""

    created: str
    consumers: int
    last_sequence: int

    def is_still(self, before: _Stream) -> bool:
        return (
            self.created == before.created
            and self.consumers == before.consumers
            and self.last_sequence >= before.last_sequence
        )


async def wait_for_cause(
    settings: Settings, at_most_seconds: float, *, look_every_seconds: float = LOOK_EVERY_SECONDS
) -> None:
    """Return once the time is over, NATS answers again, or a stream or a reader is not what it was."""
    with suppress(TimeoutError):
        async with asyncio.timeout(at_most_seconds):
            await _cause(settings, look_every_seconds)


async def _cause(settings: Settings, look_every_seconds: float) -> None:
    """Return once something happened to the server; while it is away there is nothing to compare."""
    went_away = False
    while True:
        with suppress(OSError, nats.errors.Error):
            async with operator_connection(settings) as client:
                before = await _look(client, settings)
                if went_away:
                    return
                same = True
                while same:
                    await asyncio.sleep(look_every_seconds)
                    same = await _same(client, settings, before)
                if client.is_connected:
                    return
        went_away = True
        heed_cancellation()
        await asyncio.sleep(look_every_seconds)


async def _same(client: Client, settings: Settings, before: dict[str, _Stream]) -> bool:
    # The connection is not made again by itself: once closed, the server was another meanwhile.
    if not client.is_connected:
        return False
    try:
        now = await _look(client, settings)
    except (OSError, nats.errors.Error):
        return not client.is_closed
    return now.keys() == before.keys() and all(now[name].is_still(before[name]) for name in now)


async def _look(client: Client, settings: Settings) -> dict[str, _Stream]:
    found = {}
    for stream in all_stream_settings(settings.department):
        info = await ask(client, f"STREAM.INFO.{stream.name}")
        if "error" not in info:
            state = info["state"]
            found[stream.name] = _Stream(
                info["created"], state["consumer_count"], state["last_seq"]
            )
    return found
