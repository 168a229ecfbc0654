"""How far the programs of others are: what waits for each, and when it last read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import nats.errors

from deploy.nats.subscribers import FOLDER, Subscriber, Unsound, subscribers_of, unsound_in
from deploy.operations.bus_reader import instant, oldest_waiting, operator_bus
from services.chassis.base.settings import Settings
from services.chassis.nats.connection import Bus, BusDisconnected
from services.chassis.nats.durable_health import DurableMissing, ServerSilent, consumer_info
from services.chassis.web.views.french import ago, date_fr, plural

FAR_BEHIND = timedelta(days=1)
"""A program that was off for a night catches up by itself."""


@dataclass(frozen=True)
class Reading:
    """One subscriber, as NATS sees it. `problem` says in French why it could not be read."""

    subscriber: Subscriber
    waiting: int = 0
    oldest_at: datetime | None = None
    """When the oldest event that waits was kept."""
    read_at: datetime | None = None
    problem: str = ""

    def late(self, now: datetime) -> bool:
        """Whether what waits has waited long, for one that had the time to read the past."""
        long_ago = now - FAR_BEHIND
        return bool(
            self.oldest_at and self.oldest_at < long_ago and self.subscriber.since < long_ago
        )


async def read_all(settings: Settings) -> list[Reading]:
    """Every subscriber; none is asked about when there is none."""
    known = subscribers_of(settings.credentials)
    if not known:
        return []
    async with operator_bus(settings) as bus:
        return [await _read(settings, bus, one) for one in known]


async def _read(settings: Settings, bus: Bus, subscriber: Subscriber) -> Reading:
    durable = subscriber.durable(settings.department)
    try:
        info = await consumer_info(bus, durable)
        waiting = int(info["num_pending"] + info["num_ack_pending"])
        oldest_at = await oldest_waiting(bus, durable, info) if waiting else None
    except DurableMissing:
        return Reading(subscriber, problem="son lecteur manque, «\u00a0passerelle provision\u00a0»")
    except (ServerSilent, BusDisconnected, nats.errors.Error, OSError):
        return Reading(subscriber, problem="NATS ne répond pas")
    last = info["ack_floor"].get("last_active") or info["delivered"].get("last_active")
    return Reading(subscriber, waiting, oldest_at, instant(last) if last else None)


async def lines(settings: Settings, *, now: datetime) -> list[str]:
    """Every subscriber, for `passerelle subscriber list`."""
    sound = [
        f"{one.subscriber.name}  depuis le {date_fr(one.subscriber.since)}\n"
        f"  {_state(one, now)}\n  {', '.join(one.subscriber.events)}"
        for one in await read_all(settings)
    ]
    return [*sound, *(f"{one.name}\n  {_mended(one)}" for one in unsound_in(settings.credentials))]


def _mended(one: Unsound) -> str:
    return (
        f"N’entre pas, son fichier dans credentials/{FOLDER} est à corriger\u202f: {one.why}. S’il ne sert "
        f"plus\u00a0: «\u00a0passerelle subscriber revoke {one.name}\u00a0»."
    )


async def told(settings: Settings, *, now: datetime) -> str:
    """What `passerelle doctor` says of them: their lag is theirs, and no failure of the system."""
    noticed = [_noticed(one, now) for one in await read_all(settings)]
    noticed += [f"• {one.name}\u00a0: {_mended(one)}" for one in unsound_in(settings.credentials)]
    return "\n".join(["\nApplications abonnées\u00a0:", *noticed]) if noticed else ""


def _noticed(one: Reading, now: datetime) -> str:
    line = f"• {one.subscriber.name}\u00a0: {_state(one, now)}"
    revoke = f"«\u00a0passerelle subscriber revoke {one.subscriber.name}\u00a0»"
    if one.problem:
        return line
    if one.read_at is None:
        return f"{line}\n  → A-t-elle reçu son fichier\u202f? Si elle ne sert plus\u00a0: {revoke}."
    if one.late(now):
        return (
            f"{line}\n  → Elle a pris du retard, le plus ancien fait attend depuis le "
            f"{date_fr(one.oldest_at)}. Dites-le à qui la tient\u202f; si elle ne sert plus\u00a0: {revoke}."
        )
    return line


def _state(one: Reading, now: datetime) -> str:
    if one.problem:
        return f"{one.problem}."
    waiting = f"{plural(one.waiting, 'fait')} en attente"
    read = f"dernière lecture {ago(one.read_at, now)}" if one.read_at else "n’a encore rien lu"
    return f"{waiting}, {read}."
