"""One pass: bring the bus to what is declared, then every stream to what the journals say.

A row that was sent and is not in its stream is handed to the relay again; a stream that is not
the one the relay filled is left to the relay, which fills it again by itself. What mending alone
does not settle is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import structlog
from nats.aio.client import Client

from contracts.event import AUDIENCES, Audience
from contracts.streams import stream_name
from deploy.nats.durables import BusService
from deploy.nats.operator_connection import operator_connection
from deploy.nats.permissions import published_audiences
from deploy.nats.provision import AckWaits, ProvisionRefused, provision
from deploy.repair import streams
from deploy.repair.books import Books, all_books
from deploy.repair.comparison import Comparison, Limits, Tally
from deploy.repair.older import forgotten
from services.chassis.base.settings import Settings
from services.chassis.outbox.reconciliations import Reconciliation

log = structlog.get_logger(__name__)

Found = dict[str, list[Reconciliation]]


@dataclass(frozen=True)
class Options:
    """What a pass reads and waits for; `whole`: every stream from its beginning."""

    whole: bool = False
    ack_waits: AckWaits | None = None
    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


async def reconcile(
    settings: Settings, services: Sequence[BusService], options: Options | None = None
) -> Found:
    """Compare and mend everything; what was found, by service.

    Waits for another pass to end. Raises nats.errors.Error or the database's error when a server
    stops answering: the next pass begins where this one was.
    """
    async with operator_connection(settings) as client, all_books(settings, services) as books:
        return await _Pass(client, settings, services, books, options or Options()).run()


@dataclass
class _Pass:
    client: Client
    settings: Settings
    services: Sequence[BusService]
    books: dict[str, Books]
    options: Options

    async def run(self) -> Found:
        mending = await self._mend_the_bus()
        older = await forgotten(
            self.client, self.settings, self.services, self.books, note_at=self.options.clock()
        )
        for missed in older:
            log.error("repair.database_older", consumer=missed.reader.name, count=missed.count)
        mending = replace(mending, older=frozenset(missed.reader.name for missed in older))
        found: Found = {service.name: [] for service in self.services}
        for audience in AUDIENCES:
            for name, one in (await self._compare(audience, mending)).items():
                found[name].append(one)
        return found

    async def _mend_the_bus(self) -> _Mending:
        try:
            absent, wrong = await streams.mend(
                self.client, self.settings, self.services, self.options.ack_waits
            )
        except ProvisionRefused as refusal:
            log.warning("repair.bus_refused", reason=str(refusal))
            return _Mending(refused=True)
        return _Mending(absent, wrong)

    async def _compare(self, audience: Audience, mending: _Mending) -> dict[str, Reconciliation]:
        """Compare one stream, and write down what was found for each service it concerns."""
        began_at = self.options.clock()
        stream = stream_name(audience, self.settings.department)
        publishers = [s.name for s in self.services if audience in published_audiences(s.name)]
        durables = self._durables(stream)
        tallies = {
            name: Tally(notes=mending.notes(stream, names))
            for name, names in durables.items()
            if name in publishers or names
        }
        comparison = Comparison(
            self.client,
            stream,
            audience,
            books={name: self.books[name] for name in publishers},
            tallies=tallies,
            limits=self.options.limits,
        )
        if not await streams.absent(self.client, stream):
            await comparison.run(whole=self.options.whole, now=began_at)
            for name in await self._make_readers_anew(stream, comparison):
                tallies[name].notes.append("readers-made-anew")
        return {
            name: await self._report(name, stream, tally, began_at, whole=comparison.whole)
            for name, tally in tallies.items()
        }

    def _durables(self, stream: str) -> dict[str, set[str]]:
        """Names of the durables of each service on a stream."""
        return {
            service.name: {
                durable.name
                for durable in streams.durables_of(self.settings, [service], self.options.ack_waits)
                if durable.stream == stream
            }
            for service in self.services
        }

    async def _make_readers_anew(self, stream: str, comparison: Comparison) -> set[str]:
        """A stream that lost its end and went on has readers that are ahead of it; say whose."""
        marks = [await books.mark(stream) for books in self.books.values()]
        went_back = max((m.went_back_at for m in marks if m and m.went_back_at), default=None)
        owners: set[str] = set()
        for service in self.services:
            for durable in streams.durables_of(self.settings, [service], self.options.ack_waits):
                if durable.stream == stream and (
                    comparison.rewritten
                    or (went_back and await streams.made_before(self.client, durable, went_back))
                ):
                    await streams.unmake(self.client, durable)
                    owners.add(service.name)
        if owners:
            await provision(self.settings, self.services, ack_waits=self.options.ack_waits)
        return owners

    async def _report(
        self, service: str, stream: str, tally: Tally, began_at: datetime, *, whole: bool
    ) -> Reconciliation:
        one = Reconciliation(
            stream=stream,
            began_at=began_at,
            ended_at=self.options.clock(),
            whole=whole,
            messages=tally.messages,
            holes=tally.holes,
            differing=tally.differing,
            strangers=tally.strangers,
            note=" ".join(tally.notes),
        )
        await self.books[service].report(one)
        if not one.clean:
            log.warning(
                "repair.found",
                service=service,
                stream=stream,
                count=one.holes,
                reason=f"{one.differing} differing, {one.strangers} strangers, {one.note or '-'}",
            )
        return one


@dataclass(frozen=True)
class _Mending:
    """What of the bus was made again before the streams were compared."""

    absent: frozenset[str] = frozenset()
    wrong: frozenset[str] = frozenset()
    older: frozenset[str] = frozenset()
    """Durables that stand further than the database of their service."""
    refused: bool = False

    def notes(self, stream: str, durables: set[str]) -> list[str]:
        """What to say of it to a service that has these durables on that stream."""
        notes = {
            "bus-refused": self.refused,
            "stream-absent": stream in self.absent,
            "durables-mended": bool(self.wrong & durables),
            "database-older": bool(self.older & durables),
        }
        return [note for note, said in notes.items() if said]
