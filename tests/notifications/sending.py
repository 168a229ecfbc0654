"""A mailer at work on the queue, and what the tests have it write."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.notifications.contents.model import Compose, Composed, Composition, Due
from services.notifications.delivery.jobs.worker import Mailer
from services.notifications.delivery.store.leases import LEASE
from services.notifications.mail_server.transport import Transport
from tests.support.services import NOW
from tests.support.smtp import LOOPBACK

SENDER = "ne-pas-repondre@passerelle.example"


def settings_for(port: int, **changes: Any) -> Settings:
    """Settings of a process that sends by the server on that port."""
    given: dict[str, Any] = {
        "smtp_host": LOOPBACK,
        "smtp_port": port,
        "smtp_security": "none",
        "mail_from": SENDER,
    }
    return Settings(**{**given, **changes})


@dataclass
class Clock:
    """The time of day, which a test moves by hand."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **of: float) -> None:
        self.now += timedelta(**of)


@dataclass
class Writer:
    """Writes what it is told, to whoever it is told; a number in the subject tells the rounds."""

    to: str | Callable[[Due], str] = "accueil@menuiserie.example"
    changes: dict[str, Any] = field(default_factory=dict)
    instead: Composition | Exception | None = None
    rounds: int = 0
    asked: list[Due] = field(default_factory=list)

    async def __call__(self, due: Due) -> Composition:
        self.rounds += 1
        self.asked.append(due)
        if isinstance(self.instead, Exception):
            raise self.instead
        if self.instead is not None:
            return self.instead
        given = {
            "to": self.to if isinstance(self.to, str) else self.to(due),
            "sender_name": "LP des Tilleuls",
            "reply_to": "claire.vidal@lycee.example",
            "subject": f"Lieu d’accueil confirmé, écrit {self.rounds}",
            "html": "<p>Merci de votre accueil.</p>",
            "text": "Merci de votre accueil.",
        }
        return Composed(**{**given, **self.changes})


@asynccontextmanager
async def sending(
    units: UnitsOfWork,
    settings: Settings,
    writer: Compose,
    *,
    verb_seconds: float = 5.0,
    lease: timedelta = LEASE,
) -> AsyncIterator[Mailer]:
    """A process that sends what is due, until the end of the context."""
    transport = Transport(settings, verb_seconds=verb_seconds, content_seconds=verb_seconds)
    mailer = Mailer(settings, units, writer, transport=transport, lease=lease)
    running = asyncio.create_task(mailer.run())
    try:
        yield mailer
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
