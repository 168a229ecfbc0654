"""Passes of reconciliation over a department at work, and what they say."""

from __future__ import annotations

from uuid import UUID

from contracts.streams import all_stream_settings
from deploy.nats.operator_connection import operator_connection
from deploy.repair.comparison import Limits
from deploy.repair.reconcile import Found, Options, reconcile
from deploy.repair.streams import read_from
from deploy.services import SERVICES
from services.chassis.outbox.reconciliations import Reconciliation
from services.chassis.projections.stream_range import stream_state
from tests.faults.department import Department

DEPARTMENT, BUREAU = "DEPARTMENT_82", "BUREAU_82"


async def compare(
    here: Department, *, whole: bool = False, small: int = 0, patience_seconds: float = 15
) -> Found:
    """One pass; streams are read whole only when asked, or when something looks wrong."""
    limits = Limits(relay_patience_seconds=patience_seconds, small_stream_messages=small)
    return await reconcile(here.network.settings, SERVICES, Options(whole=whole, limits=limits))


def everything(found: Found) -> list[Reconciliation]:
    return [one for some in found.values() for one in some]


def unclean(found: Found) -> list[Reconciliation]:
    return [one for one in everything(found) if not one.clean]


def holes(found: Found) -> int:
    return sum(one.holes for one in everything(found))


def read(found: Found) -> int:
    return sum(one.messages for one in everything(found))


def said(found: Found) -> set[str]:
    return {note for one in everything(found) for note in one.note.split()}


async def recorded(here: Department) -> dict[str, set[UUID]]:
    """The events of every journal, by stream."""
    found: dict[str, set[UUID]] = {}
    for stream in all_stream_settings("82"):
        audience = stream.name.partition("_")[0].lower()
        found[stream.name] = set()
        for service in SERVICES:
            rows = await here.superusers[service.name].fetch(
                "SELECT event_id FROM journal WHERE audience = $1", audience
            )
            found[stream.name] |= {row["event_id"] for row in rows}
    return found


async def in_the_streams(here: Department) -> dict[str, set[UUID]]:
    """The events that can still be read; of a damaged one the server says nothing."""
    found: dict[str, set[UUID]] = {}
    async with operator_connection(here.network.settings) as client:
        for stream in all_stream_settings("82"):
            last = (await stream_state(client, stream.name)).last_sequence
            found[stream.name] = {
                message.envelope.id
                async for batch in read_from(client, stream.name, 1, last)
                for message in batch
                if message.envelope
            }
    return found


async def complete(here: Department) -> bool:
    return bool(await here.settled()) and await in_the_streams(here) == await recorded(here)
