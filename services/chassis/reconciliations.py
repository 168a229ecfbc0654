"""What the comparisons of the journal with the streams found, for those who operate.

They are made as the operator (`deploy/repair`): no service may read a stream by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.chassis.tables import reconciliations


@dataclass(frozen=True)
class Reconciliation:
    """One comparison of this service's journal with one stream.

    `holes` were in the journal and no longer in the stream: they were sent again. `differing`
    (same event, other contents, or redacted since) and `strangers` (events of this service that
    its journal does not know) are for a person to decide. `note` says what was mended besides,
    or why nothing could be compared.
    """

    stream: str
    began_at: datetime
    ended_at: datetime
    whole: bool
    messages: int
    holes: int
    differing: int
    strangers: int
    note: str

    @property
    def clean(self) -> bool:
        """Whether journal and stream agreed."""
        return not (self.holes or self.differing or self.strangers or self.note)


_COLUMNS = [reconciliations.c[name] for name in Reconciliation.__dataclass_fields__]


async def latest_reconciliations(connection: AsyncConnection) -> list[Reconciliation]:
    """The last comparison of each stream; empty when none was made yet."""
    found = await connection.execute(
        select(*_COLUMNS)
        .distinct(reconciliations.c.stream)
        .order_by(reconciliations.c.stream, reconciliations.c.position.desc())
    )
    return [Reconciliation(**row) for row in found.mappings()]


async def reconciliations_with_findings(
    connection: AsyncConnection, since: datetime
) -> list[Reconciliation]:
    """The comparisons that began after `since` and found something, the last first."""
    found = await connection.execute(
        select(*_COLUMNS)
        .where(reconciliations.c.began_at >= since)
        .order_by(reconciliations.c.position.desc())
    )
    every = [Reconciliation(**row) for row in found.mappings()]
    return [one for one in every if not one.clean]
