"""Where the traces of this process go, for as long as one of its services runs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.chassis.observability import tracing

if TYPE_CHECKING:
    from services.chassis.observability.span_export import Exporting


@dataclass
class _Shared:
    exporting: Exporting | None = None
    users: int = 0


_shared = _Shared()


@asynccontextmanager
async def collected(endpoint: str | None) -> AsyncIterator[None]:
    """Send traces to this collector (OTLP, HTTP) meanwhile; without one they stay off.

    The services of one process share what sends: the first brings it, the last takes it away.
    """
    if endpoint is None:
        yield
        return
    if _shared.exporting is None:
        # Only now: it takes a fifth of a second, and memory.
        from services.chassis.observability.span_export import Exporting

        _shared.exporting = Exporting(endpoint)
        tracing.switch(_shared.exporting)
    _shared.users += 1
    try:
        yield
    finally:
        _shared.users -= 1
        if _shared.users == 0:
            stopping, _shared.exporting = _shared.exporting, None
            tracing.switch(None)
            await stopping.stop()
