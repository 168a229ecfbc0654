"""What the first request would otherwise load while everybody waits: done in a thread, once started."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.chassis.runtime.running_service import Runtime
from services.partnerships.activities.store import index_activities
from services.partnerships.base.phones import shown_phone


@asynccontextmanager
async def first_uses(_: Runtime) -> AsyncIterator[None]:
    """The library of phone numbers and the index of activities, made ready beside the first requests."""
    making = asyncio.ensure_future(asyncio.to_thread(_use_once))
    try:
        yield
    finally:
        # A thread cannot be cancelled; what failed in it fails again, and is told, where it is used.
        await asyncio.gather(making, return_exceptions=True)


def _use_once() -> None:
    shown_phone("+33536490000")
    index_activities()
