"""What a unit of work erases is in the ledger before its commit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.chassis.base.errors import OutcomeUnknown, Unavailable
from services.chassis.database.tables import erasures
from services.chassis.unit_of_work.erasure_ledger.ledger import Erasure, Ledger


@dataclass
class ErasedHere:
    """The ledger of one service, and whether its database was told all of it."""

    ledger: Ledger
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while others may work on the database."""

    def expect_opened(self, *, unless: bool) -> None:
        """Raises Unavailable while the database may hold what was erased."""
        if not (unless or self.opened.is_set()):
            raise Unavailable

    @classmethod
    def of(cls, folder: Path, service: str) -> Self:
        """Opened until somebody looks."""
        here = cls(Ledger(folder, service))
        here.opened.set()
        return here


@dataclass
class Notes:
    """What one unit of work erases."""

    here: ErasedHere
    _noted: list[tuple[str, str, UUID]] = field(default_factory=list)

    def note(self, kind: str, resource_id: UUID, *, lycee: str) -> None:
        """Note what was erased in this transaction: it stays so after a backup is restored."""
        self._noted.append((kind, lycee, resource_id))

    @asynccontextmanager
    async def noted(self, connection: AsyncConnection, now: datetime) -> AsyncIterator[None]:
        """Around the last statements and the commit.

        Killed between the two, the erasure is applied at the next start: it was asked for and
        confirmed, and not answered. Raises ErasureNotNoted.
        """
        if not self._noted:
            yield
            return
        told = [Erasure(uuid4(), now, *one) for one in self._noted]
        rows = [asdict(one) | {"applied_at": now} for one in told]
        await connection.execute(insert(erasures), rows)
        await asyncio.to_thread(self.here.ledger.append, told)
        try:
            yield
        except OutcomeUnknown:  # it may be done
            raise
        except Exception:  # whatever it was, nothing is erased: the error goes on
            await asyncio.to_thread(self.here.ledger.give_up, [one.erasure_id for one in told])
            raise
