"""A nats-server with the generated configuration, and events published as the relay does."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from contracts.envelope import Envelope, source, to_headers
from contracts.event import Event
from contracts.identifiers import SchoolYear, Uai
from contracts.subjects import subject
from deploy.embedded.nats import EmbeddedNats
from deploy.nats.accounts import BusAccounts, accounts_of
from deploy.nats.config import render
from deploy.nats.durables import BusService
from deploy.nats.subscribers import Subscriber, keep
from services.chassis.base.settings import Settings
from services.chassis.nats.connection import Bus
from services.chassis.projections import Projection
from services.chassis.reactions import Reactions
from services.chassis.security.credentials import (
    ServiceCredentials,
    create_missing,
    nats_public_key,
    new_nats_seed,
)
from tests.support.servers import NatsConfig, running_nats

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HERE = Uai("0820032P")


@dataclass(frozen=True)
class Declared:
    """What the bus needs to know of a service."""

    name: str
    reactions: Reactions | None = None
    projections: Sequence[Projection] = field(default=())


@asynccontextmanager
async def generated_server(
    folder: Path, settings: Settings, services: Sequence[BusService]
) -> AsyncIterator[EmbeddedNats]:
    """A server that lets in those services and the operator, and nobody else."""
    async with running_nats(folder, generated(settings, services)) as server:
        yield server


def generated(settings: Settings, services: Sequence[BusService]) -> NatsConfig:
    """The configuration that ships; draws the secrets that are missing."""
    create_missing(settings.credentials, [service.name for service in services])

    def config(port: int, monitor_port: int, store: Path) -> str:
        accounts = accounts_of(settings, services)
        return render(accounts, store=store, port=port, monitor_port=monitor_port)

    return config


def in_one_account(settings: Settings, services: Sequence[BusService]) -> NatsConfig:
    """The same users and rights, all in the global account as it was before."""
    separate = generated(settings, services)

    def config(port: int, monitor_port: int, store: Path) -> str:
        common, _, _ = separate(port, monitor_port, store).partition("authorization {")
        users = "\n".join(_users(accounts_of(settings, services)))
        return f"{common}\nauthorization {{ users: [\n{users}\n] }}\n"

    return config


def _users(bus: BusAccounts) -> list[str]:
    return [
        f"{{ nkey: {one.public_key}, permissions: {{"
        f" publish: {{ allow: {json.dumps(one.rights.publish)} }},"
        f" subscribe: {{ allow: {json.dumps(one.rights.subscribe)} }}"
        + (', allow_responses: { max: 1, expires: "5s" }' if one.rights.replies else "")
        + " } }"
        for one in bus.accounts
    ]


def subscribed(settings: Settings, name: str, *events: str) -> str:
    """Put a program of somebody else on the list; the key it is given."""
    seed = new_nats_seed()
    keep(settings.credentials, Subscriber(name, nats_public_key(seed), events, NOW))
    return seed


@asynccontextmanager
async def bus_of(settings: Settings, service: str) -> AsyncIterator[Bus]:
    """A service's own connection, once it is up."""
    bus = await Bus.connect(settings, ServiceCredentials.load(settings.credentials, service))
    await bus.wait_connected()
    yield bus
    await bus.close()


@dataclass
class Speaker:
    """Publishes events of a service in the name of lycées, numbering them as a journal would."""

    bus: Bus
    department: str = "82"
    sequence: int = 0

    async def say(
        self,
        event: Event,
        *,
        uai: Uai = HERE,
        version: int = 1,
        at: datetime = NOW,
        event_id: UUID | None = None,
        headers: dict[str, str] | None = None,
        payload: bytes | None = None,
        on_subject: str | None = None,
    ) -> Envelope:
        """Publish and wait until the stream keeps it; `headers` and `payload` falsify."""
        self.sequence += 1
        envelope = envelope_of(
            event, uai, version=version, at=at, event_id=event_id, sequence=self.sequence
        )
        where = on_subject or subject(event.audience(), self.department, uai, type(event))
        await self.keep(
            where,
            event.to_json() if payload is None else payload,
            {**to_headers(envelope), **(headers or {})},
        )
        return envelope

    async def keep(self, where: str, payload: bytes, headers: dict[str, str]) -> dict[str, Any]:
        """Publish raw bytes; fails unless the stream says that it keeps them."""
        reply = await self.bus.request(where, payload, headers=headers)
        answer: dict[str, Any] = json.loads(reply.data)
        assert "error" not in answer, answer
        return answer


def envelope_of(
    event: Event,
    uai: Uai = HERE,
    *,
    version: int = 1,
    at: datetime = NOW,
    event_id: UUID | None = None,
    sequence: int = 1,
) -> Envelope:
    """The envelope a service's unit of work would give this event."""
    return Envelope(
        id=event_id or uuid4(),
        type=event.ce_type(),
        source=source("82", uai, event.service()),
        subject=str(event.aggregate_id()),
        time=at,
        sequence=sequence,
        version=version,
        correlation_id=uuid4(),
        causation_id=None,
        school_year=SchoolYear.of(at.date()),
    )
