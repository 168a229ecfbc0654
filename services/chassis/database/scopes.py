"""Looking across lycées for the chassis's own bookkeeping, inside somebody's transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.chassis.database.compiled_statements import Prepared

WHOLE_DEPARTMENT = "*"

_ENTER_AGAIN = Prepared(
    text("SELECT set_config('app.uais', :uais, true)").bindparams(bindparam("uais", type_=Text))
)


async def enter_scope(connection: AsyncConnection, uais: str) -> None:
    """Set the scope of the current transaction (`Scope.setting()`); begin it if need be."""
    # By SQLAlchemy, which begins the transaction; as it stands, since each fold pays for it.
    await connection.exec_driver_sql(_ENTER_AGAIN.sql, (uais,))


@asynccontextmanager
async def across_lycees(connection: AsyncConnection, back_to: str) -> AsyncIterator[None]:
    """Within the block, tables open to the whole department are seen whole.

    An aggregate may be spoken of by several lycées: what was parked for one of them holds up
    the events of the others. No handler runs inside the block.
    """
    await _ENTER_AGAIN.on(connection, {"uais": WHOLE_DEPARTMENT})
    yield
    await _ENTER_AGAIN.on(connection, {"uais": back_to})
