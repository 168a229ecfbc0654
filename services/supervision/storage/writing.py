"""How folded rows are written into the read models."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Table, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.chassis.database.compiled_statements import Prepared
from services.chassis.projections import Recorded
from services.supervision.domain.folding import Folded, Rows
from services.supervision.storage.tables import READ_MODELS


def _upsert(table: Table) -> Prepared:
    """Write many rows in one statement; an older row never replaces a newer one."""
    key = ", ".join(column.name for column in table.primary_key)
    others = [f'"{c.name}"' for c in table.columns if not c.primary_key]
    guard = ["version", "event_id"] if "version" in table.columns else ["recorded_at", "event_id"]
    old, new = (
        ", ".join(f"{prefix}.{name}" for name in guard) for prefix in (table.name, "excluded")
    )
    changes = ", ".join(f"{name} = excluded.{name}" for name in others)
    return Prepared(
        text(
            f"INSERT INTO {table.name}"  # noqa: S608 # rows are a parameter; names come from above
            f" SELECT * FROM jsonb_populate_recordset(NULL::{table.name}, CAST(:rows AS jsonb))"
            f" ON CONFLICT ({key}) DO UPDATE SET {changes} WHERE ({new}) > ({old})"
        )
    )


_UPSERTS = {table.name: _upsert(table) for table in READ_MODELS}


async def write(connection: AsyncConnection, folded: Folded) -> None:
    """Merge folded rows into the tables: one statement per table, whatever the batch."""
    for table in READ_MODELS:
        rows: Rows = getattr(folded, table.name)
        if rows:
            encoded = msgspec.json.encode(list(rows.values())).decode()
            await _UPSERTS[table.name].on(connection, {"rows": encoded})


async def fold(connection: AsyncConnection, batch: Sequence[Recorded]) -> None:
    """Fold a batch of the stream, in the transaction that moves the watermark."""
    folded = Folded()
    for recorded in batch:
        folded.fold(recorded.envelope, recorded.data)
    await write(connection, folded)
