"""Deleting a stream, where nothing may be deleted, and filling it again from the journals."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from nats.aio.client import Client

from contracts.event import AUDIENCES, Audience
from contracts.streams import stream_name
from deploy.nats.durables import BusService
from deploy.nats.operator_connection import operator_connection
from deploy.nats.permissions import published_audiences
from deploy.nats.provision import provision
from deploy.repair import streams
from deploy.repair.books import Books, all_books
from services.chassis.base.settings import Settings
from services.chassis.projections.stream_range import StreamState, stream_state

PATIENCE_SECONDS = 60.0
"""How long a stream that is being filled may stand still."""
POLL_SECONDS = 0.25


class StreamStandsStill(RuntimeError):
    """The stream is not being filled again: a service that publishes to it does not run."""


class StreamUnknown(LookupError):
    """No stream has this name; the argument names those there are."""


async def rebuild_stream(settings: Settings, services: Sequence[BusService], name: str) -> Audience:
    """Delete a stream and fill it from the journals: then it says what they say; its audience.

    What a journal does not know is gone afterwards; what its readers handled already is not
    handled again. The caller makes the read models again. Raises StreamUnknown, or
    StreamStandsStill when the stream, already deleted, waits for a service that must be started.
    """
    known = {stream_name(audience, settings.department): audience for audience in AUDIENCES}
    if name not in known:
        raise StreamUnknown(", ".join(known))
    async with (
        operator_connection(settings) as client,
        all_books(settings, services) as books,
    ):
        await fill_anew(client, settings, services, books, known[name])
    return known[name]


async def fill_anew(
    client: Client,
    settings: Settings,
    services: Sequence[BusService],
    books: Mapping[str, Books],
    audience: Audience,
) -> None:
    """Delete the stream of an audience and wait until all journals are in it again.

    Raises StreamStandsStill.
    """
    stream = stream_name(audience, settings.department)
    publishers = [
        books[service.name] for service in services if audience in published_audiences(service.name)
    ]
    await _make_anew(client, settings, services, stream)
    await _filled(client, stream, audience, publishers)


async def _make_anew(
    client: Client, settings: Settings, services: Sequence[BusService], stream: str
) -> None:
    if not await streams.absent(client, stream):
        await client.jetstream().delete_stream(stream)
    await provision(settings, services)


async def _filled(
    client: Client, stream: str, audience: Audience, publishers: Sequence[Books]
) -> None:
    """Wait until every journal is in the stream; raises StreamStandsStill when it stops growing."""
    loop = asyncio.get_running_loop()
    before = await stream_state(client, stream)
    moved_at = loop.time()
    while not await _all_there(before, stream, audience, publishers):
        state = await stream_state(client, stream)
        if state.last_sequence != before.last_sequence:
            before, moved_at = state, loop.time()
        if loop.time() - moved_at > PATIENCE_SECONDS:
            raise StreamStandsStill(stream)
        await asyncio.sleep(POLL_SECONDS)


async def _all_there(
    state: StreamState, stream: str, audience: Audience, publishers: Sequence[Books]
) -> bool:
    for books in publishers:
        mark = await books.mark(stream)
        if mark is None and not await books.has_sent(audience):
            continue
        noticed = mark is not None and mark.created_at == state.created_at
        if not noticed or await books.waiting(audience):
            return False
    return True
