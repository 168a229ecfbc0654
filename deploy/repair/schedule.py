"""Reconciliation every five minutes or as soon as the bus lost something; once a night of everything."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from contracts.event import AUDIENCES
from contracts.streams import stream_name
from deploy.nats.durables import BusService
from deploy.repair.books import all_books
from deploy.repair.night_cleanup import let_go
from deploy.repair.reconcile import Found, Options, reconcile
from deploy.repair.watch import wait_for_cause
from services.chassis.base.cancellation import heed_cancellation
from services.chassis.base.settings import Settings

log = structlog.get_logger(__name__)

EVERY_SECONDS = 300.0
FIRST_AFTER_SECONDS = 30.0
"""A start has better to do, and relays have by then noticed what happened to their streams."""
AFTER_FAILURE_SECONDS = 30.0
NIGHT_HOUR = 2
PARIS = ZoneInfo("Europe/Paris")


async def keep_reconciled(
    settings: Settings,
    services: Sequence[BusService],
    *,
    first_after_seconds: float = FIRST_AFTER_SECONDS,
    every_seconds: float = EVERY_SECONDS,
) -> None:
    """Reconcile until cancelled, whatever stops answering meanwhile.

    At the latest every `every_seconds`; at once when NATS was restarted, and when a stream or one
    of its readers was deleted or is another than before.
    """
    await asyncio.sleep(first_after_seconds)
    options = Options()
    while True:
        heed_cancellation()  # a pass asks much, and some of what it asks by forgets it
        try:
            if await night_is_due(settings, services, options.clock()):
                await reconcile_by_night(settings, services, options)
            else:
                await reconcile(settings, services, options)
        except Exception as error:  # a server is down, or a bug: the next pass tries again
            log.warning("repair.pass_failed", reason=type(error).__name__, exc_info=error)
            await wait_for_cause(settings, min(every_seconds, AFTER_FAILURE_SECONDS))
        else:
            await wait_for_cause(settings, every_seconds)


async def reconcile_by_night(
    settings: Settings, services: Sequence[BusService], options: Options | None = None
) -> Found:
    """Compare everything from the beginning, and let go of what is past its time."""
    options = options or Options()
    found = await reconcile(settings, services, replace(options, whole=True))
    async with all_books(settings, services) as books:
        await let_go(books, services, options.clock())
    return found


async def night_is_due(settings: Settings, services: Sequence[BusService], now: datetime) -> bool:
    """Whether a stream was not read whole since the last night began.

    On a machine that is off at night, this is so at its first pass of the day.
    """
    streams = [stream_name(audience, settings.department) for audience in AUDIENCES]
    async with all_books(settings, services) as books:
        reached = [await one.reached(stream) for one in books.values() for stream in streams]
    scrubbed = [one.scrubbed_at for one in reached if one and one.scrubbed_at]
    return any(instant < last_night(now) for instant in scrubbed)


def last_night(now: datetime) -> datetime:
    """When the night last began, at two o'clock in Paris."""
    local = now.astimezone(PARIS)
    night = local.replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    return night if night <= local else night - timedelta(days=1)
