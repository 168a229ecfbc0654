"""How far a read model is."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.chassis.database.compiled_statements import Prepared
from services.chassis.database.engine import Database
from services.chassis.database.tables import watermarks


class DatabaseOlder(Exception):
    """The durable acknowledged events of which the database knows nothing: it was put back alone."""


_REVISION = select(watermarks.c.revision).where(watermarks.c.projection == bindparam("projection"))


async def read_revision(connection: AsyncConnection, projection: str) -> int:
    """The revision of a read model: grows by one with each commit, whatever happens to streams."""
    found = await connection.execute(_REVISION, {"projection": projection})
    return int(found.scalar_one_or_none() or 0)


async def glance_at_revision(database: Database, projection: str) -> int:
    """The revision, read in no transaction: for pages that look at every change. Raises Unavailable."""
    return int(await database.glance(_REVISION, {"projection": projection}) or 0)


async def read_watermark(
    connection: AsyncConnection,
    projection: str,
    stream: str,
    created_at: datetime,
    durable_created_at: datetime,
) -> int:
    """The last stream sequence folded; 0 when the stream is not the one that was folded.

    Also 0 when the durable was made since: it was made anew to show more kinds of events, and
    what it gives again from the beginning holds some that were never folded.
    """
    found = await connection.execute(
        select(watermarks.c.sequence).where(
            watermarks.c.projection == projection,
            watermarks.c.stream == stream,
            watermarks.c.created_at == created_at,
            watermarks.c.updated_at > durable_created_at,
        )
    )
    return int(found.scalar_one_or_none() or 0)


async def refuse_older(
    connection: AsyncConnection,
    projection: str,
    stream: str,
    created_at: datetime,
    acknowledged: int,
) -> None:
    """Raise DatabaseOlder when this very stream was not folded up to what was acknowledged.

    Folding on would move the watermark past what is missed, and nobody could tell any more.
    """
    folded = await connection.scalar(
        select(watermarks.c.sequence).where(
            watermarks.c.projection == projection,
            watermarks.c.stream == stream,
            watermarks.c.created_at == created_at,
        )
    )
    if acknowledged > (folded or 0):
        raise DatabaseOlder(
            "the database is older than the durable: passerelle reconcile --restored"
        )


async def move_watermark(
    connection: AsyncConnection,
    *,
    projection: str,
    stream: str,
    created_at: datetime,
    sequence: int,
    now: datetime,
    fold: str | None = None,
) -> int:
    """Remember what is folded, in the transaction of the fold; return the new revision.

    `fold`: its fingerprint, which stays that of the first fold: rows made before are not made again.
    """
    moved = await _MOVE.on(
        connection,
        {
            "projection": projection,
            "stream": stream,
            "created_at": created_at,
            "sequence": sequence,
            "updated_at": now,
            "revision": 1,
            "fold": fold,
        },
    )
    return int(moved.scalar_one())


def signal_of(projection: str, revision: int, sequence: int) -> bytes:
    """What open pages are told: which read model moved, and how far it is."""
    told = {"projection": projection, "revision": revision, "sequence": sequence}
    return json.dumps(told).encode()


_FIRST = upsert(watermarks)
_MOVE = Prepared(
    _FIRST.on_conflict_do_update(
        index_elements=["projection", "stream"],
        set_={
            "created_at": _FIRST.excluded.created_at,
            "sequence": _FIRST.excluded.sequence,
            "updated_at": _FIRST.excluded.updated_at,
            "revision": watermarks.c.revision + 1,
        },
    ).returning(watermarks.c.revision)
)
