"""Taking away a message that no journal knows: it has no id to name it by, or none of ours.

It is named by its stream and its number there, as the log of the comparison names it. Copies that
readers parked are emptied, and its stream is filled again from the journals, which do not have
it. The caller makes the read models again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import structlog
from nats.aio.client import Client

from contracts.event import AUDIENCES
from contracts.streams import stream_name
from deploy.nats.durables import BusService
from deploy.nats.operator_connection import operator_connection
from deploy.repair import streams
from deploy.repair.books import Books, all_books
from deploy.repair.judgements import Found, Judgement, judge
from deploy.repair.redact import Redacted, empty_copies
from deploy.repair.stream_refill import StreamUnknown, fill_anew
from services.chassis.base.settings import Settings
from services.chassis.projections.stream_range import stream_state

log = structlog.get_logger(__name__)

# By all that it says: numbers of a stream that was filled again name other messages.
_EMPTY_PARKED = """
UPDATE parked_events SET payload = '', headers = '{}', reason = 'redacted', detail = '',
    retry_at = NULL, replayed_at = coalesce(replayed_at, $1)
WHERE subject = $2 AND payload = $3 AND headers ->> 'ce-id' IS NOT DISTINCT FROM $4
"""


class MessageAbsent(LookupError):
    """The stream has no message of this number."""


class KnownToJournal(ValueError):
    """The message is a fact of a journal: it is taken away by its id, the argument."""

    def __init__(self, event_id: UUID) -> None:
        super().__init__(str(event_id))
        self.event_id = event_id


async def redact_stranger(
    settings: Settings,
    services: Sequence[BusService],
    *,
    stream: str,
    sequence: int,
    now: datetime,
) -> Redacted:
    """Take the message of this number away from its stream and from the copies parked.

    Raises StreamUnknown, MessageAbsent, KnownToJournal, or StreamStandsStill when the stream,
    already deleted, waits for a service that must be started.
    """
    known = {stream_name(audience, settings.department): audience for audience in AUDIENCES}
    if stream not in known:
        raise StreamUnknown(", ".join(known))
    async with (
        operator_connection(settings) as client,
        all_books(settings, services) as books,
    ):
        found = await _at(client, stream, sequence)
        judgement = await _judged(books, found)
        if judgement is Judgement.SAME and found.envelope is not None:
            raise KnownToJournal(found.envelope.id)
        log.warning("repair.stranger_redacted", stream=stream, position=sequence)
        # What differs bears the id of a fact that stays.
        alien = found.envelope.id if found.envelope and judgement is Judgement.STRANGER else None
        parked, handled_by = await _empty(books, found, alien, now)
        await fill_anew(client, settings, services, books, known[stream])
        # A reader may have set it aside meanwhile.
        late, _ = await _empty(books, found, alien, now)
        return Redacted(known[stream], max(parked, late), handled_by)


async def _at(client: Client, stream: str, sequence: int) -> Found:
    last = (await stream_state(client, stream)).last_sequence
    if 1 <= sequence <= last:
        async for batch in streams.read_from(client, stream, sequence, sequence):
            for found in batch:
                if found.position == sequence:
                    return found
    raise MessageAbsent(f"{stream} {sequence}")


async def _judged(books: Mapping[str, Books], found: Found) -> Judgement:
    if found.envelope is None:
        return Judgement.STRANGER
    judgement = Judgement.STRANGER
    for one in books.values():
        row = (await one.known([found.envelope.id])).get(found.envelope.id)
        if row is not None:
            judgement = judge(found, row)
    return judgement


async def _empty(
    books: Mapping[str, Books], found: Found, alien: UUID | None, now: datetime
) -> tuple[int, tuple[str, ...]]:
    """Empty the copies; how many there were, and who handled it. `alien`: an id that is no fact's."""
    emptied = 0
    by_content = (now, found.subject, found.payload, found.headers.get("ce-id"))
    for one in books.values():
        status = await one.connection.execute(_EMPTY_PARKED, *by_content)
        emptied += int(status.rpartition(" ")[2])
    if alien is None:
        return emptied, ()
    by_id, handled_by = await empty_copies(books, alien, now)
    return max(emptied, by_id), handled_by
