"""Comparing one stream with the journals of the services that publish to it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from nats.aio.client import Client

from contracts.event import Audience
from deploy.repair import streams
from deploy.repair.books import Books, Hole, Reached
from deploy.repair.judgements import Found, Judgement, judge
from services.chassis.projections.stream_range import StreamState, stream_state

log = structlog.get_logger(__name__)

SMALL_STREAM_MESSAGES = 20_000
"""Up to here the whole stream is read at each pass: a second or two of processor time."""
RELAY_PATIENCE_SECONDS = 15.0
RELAY_POLL_SECONDS = 0.25


@dataclass
class Tally:
    """What a pass found about one service in one stream."""

    messages: int = 0
    holes: int = 0
    differing: int = 0
    strangers: int = 0
    notes: list[str] = field(default_factory=list)


@dataclass
class Limits:
    """How long a relay is waited for, in seconds, and what is read whole each time."""

    relay_patience_seconds: float = RELAY_PATIENCE_SECONDS
    small_stream_messages: int = SMALL_STREAM_MESSAGES


class Comparison:
    """One stream in one pass."""

    def __init__(
        self,
        client: Client,
        stream: str,
        audience: Audience,
        *,
        books: Mapping[str, Books],
        tallies: Mapping[str, Tally],
        limits: Limits,
    ) -> None:
        """`books` and `tallies` are those of the services that publish here, by name."""
        self._client = client
        self._stream = stream
        self._audience = audience
        self._books = dict(books)
        self._tallies = tallies
        self._limits = limits
        self.whole = False
        self.rewritten = False
        """Whether the stream lost its end and went on: its readers took what follows for read."""
        self._reached: dict[str, Reached | None] = {}
        self._last: tuple[int, str | None] = (0, None)
        self._strangers: dict[str, int] = {}

    async def run(self, *, whole: bool, now: datetime) -> None:
        """Compare, and hand what is missing to the relays. Raises what the servers raise."""
        await self._leave_out_those_behind()
        state = await stream_state(self._client, self._stream)
        for service, books in self._books.items():
            self._reached[service] = await books.reached(self._stream)
        self.whole = whole or await self._must_be_whole(state)
        first = await self._first(state)
        await self._read(first, state.last_sequence)
        await self._mend_holes(state.last_sequence)
        await self._remember(state, now)

    async def _leave_out_those_behind(self) -> None:
        """A relay that has yet to notice that the stream is another one fills it by itself."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._limits.relay_patience_seconds
        for service in list(self._books):
            while not await self._follows(self._books[service]):
                if loop.time() > deadline:
                    self._tallies[service].notes.append("relay-behind")
                    del self._books[service]
                    break
                await asyncio.sleep(RELAY_POLL_SECONDS)

    async def _follows(self, books: Books) -> bool:
        mark = await books.mark(self._stream)
        if mark is None:
            return not await books.has_sent(self._audience)
        state = await stream_state(self._client, self._stream)
        return mark.created_at == state.created_at and mark.last_sequence <= state.last_sequence

    async def _must_be_whole(self, state: StreamState) -> bool:
        """Whether what was compared before is no longer worth anything, or is soon read again."""
        wanted = state.messages <= self._limits.small_stream_messages
        for service, reached in self._reached.items():
            if reached is None or reached.last_sequence == 0:
                wanted = True
            elif reached.created_at != state.created_at:
                self._tallies[service].notes.append("stream-made-again")
                wanted = True
            elif await self._was_rewritten(reached, state):
                self._tallies[service].notes.append("stream-went-back")
                wanted = self.rewritten = True
            elif reached.missing != state.missing:
                wanted = True
        return wanted

    async def _was_rewritten(self, reached: Reached, state: StreamState) -> bool:
        if reached.last_sequence > state.last_sequence:
            return True
        if reached.last_event is None:
            return False
        event = await streams.event_at(self._client, self._stream, reached.last_sequence)
        return event is not None and event != reached.last_event

    async def _first(self, state: StreamState) -> int:
        """From where to read."""
        if self.whole:
            for books in self._books.values():
                await books.forget(self._stream, self._audience)
            return 1
        reached = [known.last_sequence for known in self._reached.values() if known]
        return min(reached, default=state.last_sequence) + 1

    async def _read(self, first: int, last: int) -> None:
        async for batch in streams.read_from(self._client, self._stream, first, last):
            by_service: dict[str, list[Found]] = defaultdict(list)
            for found in batch:
                by_service[found.service].append(found)
                event = str(found.envelope.id) if found.envelope else None
                self._last = (found.position, event)
            for service, some in by_service.items():
                if service in self._books:
                    await self._judge(self._books[service], some, self._tallies[service])

    async def _judge(self, books: Books, some: Iterable[Found], tally: Tally) -> None:
        by_id = {found.envelope.id: found for found in some if found.envelope}
        rows = await books.known(list(by_id))
        seen = []
        for found in some:
            envelope = found.envelope
            judgement = judge(found, rows.get(envelope.id) if envelope else None)
            if judgement is not Judgement.SAME:
                log.error(
                    "repair.not_the_journals",
                    stream=self._stream,
                    service=books.service,
                    position=found.position,
                    judgement=judgement.value,
                )
            if judgement is Judgement.STRANGER:
                self._strangers.setdefault(books.service, found.position)
            tally.messages += 1
            tally.differing += judgement is Judgement.DIFFERING
            tally.strangers += judgement is Judgement.STRANGER
            # What differs is there all the same: sent again, it would stand in the stream twice.
            if envelope is not None and judgement is not Judgement.STRANGER:
                seen.append((envelope.source, envelope.sequence))
        await books.see(self._audience, seen)

    async def _mend_holes(self, read_up_to: int) -> None:
        """Send again what is nowhere in the stream.

        What was published while we read is marked as sent and was not read: only rows that are
        still not seen once the stream was read further are holes.
        """
        suspects = {name: await books.holes(self._audience) for name, books in self._books.items()}
        if not any(suspects.values()):
            return
        state = await stream_state(self._client, self._stream)
        await self._read(read_up_to + 1, state.last_sequence)
        for name, books in self._books.items():
            suspected = set(suspects[name])
            holes: list[Hole] = [h for h in await books.holes(self._audience) if h in suspected]
            if holes:
                log.error("repair.holes", stream=self._stream, service=name, count=len(holes))
                await books.send_again(holes)
                self._tallies[name].holes = len(holes)

    async def _remember(self, state: StreamState, now: datetime) -> None:
        for service, books in self._books.items():
            before = self._reached[service]
            scrubbed_at = before.scrubbed_at if before else None
            last, event = self._end(service, before, state)
            reached = Reached(
                created_at=state.created_at,
                last_sequence=last,
                last_event=event,
                missing=state.missing,
                scrubbed_at=now if self.whole else scrubbed_at,
            )
            await books.remember(self._stream, reached)

    def _end(
        self, service: str, before: Reached | None, state: StreamState
    ) -> tuple[int, str | None]:
        """Up to where the stream needs no reading again, and which event is there."""
        if service in self._strangers:  # found again at each pass, until somebody saw to it
            return self._strangers[service] - 1, None
        last, event = self._last
        end = max(last, state.last_sequence)
        if before and last == 0 and before.last_sequence == end:
            return end, before.last_event
        return end, event if last == end else None
