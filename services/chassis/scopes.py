"""Looking across lycées for the chassis's own bookkeeping, inside somebody's transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

WHOLE_DEPARTMENT = "*"

_ENTER = text("SELECT set_config('app.uais', :uais, true)")


async def enter_scope(connection: AsyncConnection, uais: str) -> None:
    """Set the scope of the current transaction (`Scope.setting()`)."""
    await connection.execute(_ENTER, {"uais": uais})


@asynccontextmanager
async def across_lycees(connection: AsyncConnection, back_to: str) -> AsyncIterator[None]:
    """Within the block, tables open to the whole department are seen whole.

    An aggregate may be spoken of by several lycées: what was set aside for one of them holds up
    the events of the others. No handler runs inside the block.
    """
    await enter_scope(connection, WHOLE_DEPARTMENT)
    yield
    await enter_scope(connection, back_to)
