"""Lines of the databases' access logs, added to the files beside them."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select

from deploy.access_log.chain import FOLDER_MODE, Chain, Line, append, read, remove_past
from deploy.operations.units import units_of
from services.chassis.base.cancellation import heed_cancellation
from services.chassis.base.settings import Settings
from services.chassis.database.migrations import Migrated
from services.chassis.database.tables import audit_entries
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork

log = structlog.get_logger(__name__)

EVERY_SECONDS = 5.0
AT_ONCE = 1_000
LATE = timedelta(minutes=10)
"""How long a transaction may take: its line is as old as its beginning, and is there at its end."""
EVERYWHERE = Scope(frozenset(), department_wide=True)
A = audit_entries.c


class CopiedElsewhere(RuntimeError):
    """Another process of this machine adds lines to this folder."""


@dataclass
class Copy:
    """The file of one service, and what of it may still be told late by the database."""

    folder: Path
    chain: Chain
    recent: dict[UUID, datetime]
    whole_at: datetime | None = None
    """A time at which all the database had was here."""

    @classmethod
    def of(cls, folder: Path, now: datetime) -> "Copy":
        """Read what is there; its breaks are for whoever verifies it, what follows goes on from it."""
        chain = Chain()
        known = {UUID(line["entry_id"]): _at(line) for line in read(folder, chain, now)}
        latest = max(known.values(), default=None)
        recent = {one: at for one, at in known.items() if latest and at > latest - LATE}
        return cls(folder, chain, recent)

    @property
    def since(self) -> UUID:
        """The id before which the database has nothing that is not here."""
        times = [*self.recent.values(), *([self.whole_at] if self.whole_at else [])]
        return _first_of(max(times) - LATE) if times else UUID(int=0)

    def add(self, entries: Sequence[Line]) -> int:
        """Add those that are not here; return how many. Raises OSError: read again what is there."""
        new = [(_at(one), one) for one in entries if UUID(one["entry_id"]) not in self.recent]
        if new:
            append(self.folder, self.chain, new)
            self.recent |= {UUID(one["entry_id"]): at for at, one in new}
            latest = max(self.recent.values())
            self.recent = {one: at for one, at in self.recent.items() if at > latest - LATE}
        return len(new)


def trails_folder(settings: Settings) -> Path:
    """Where the files are: beside the credentials, in no backup of the databases."""
    return settings.credentials.parent / "access-log"


async def entries_after(units: UnitsOfWork, after: UUID) -> AsyncIterator[list[Line]]:
    """The lines of a database after an id, as files hold them, some at a time."""
    while True:
        async with units.begin(EVERYWHERE) as uow:
            wanted = select(audit_entries).where(A.entry_id > after).order_by(A.entry_id)
            found = (await uow.execute(wanted.limit(AT_ONCE))).mappings().all()
        if not found:
            return
        after = found[-1]["entry_id"]
        yield [_plain(row) for row in found]


async def copy_once(units: UnitsOfWork, copy: Copy, now: datetime) -> int:
    """Add what the database has and the file has not; return how many lines."""
    added = 0
    async for entries in entries_after(units, copy.since):
        added += await asyncio.to_thread(copy.add, entries)
    copy.whole_at = now
    await asyncio.to_thread(remove_past, copy.folder, now)
    return added


async def keep_copied(
    settings: Settings, services: Sequence[Migrated], *, every_seconds: float = EVERY_SECONDS
) -> None:
    """Copy every service's lines until cancelled, whatever does not answer meanwhile."""
    while True:
        try:
            with alone(trails_folder(settings)):
                async with asyncio.TaskGroup() as group:
                    for service in services:
                        group.create_task(_keep(settings, service.name, every_seconds))
        except (CopiedElsewhere, OSError):  # a command copies at this moment, or there is no room
            await asyncio.sleep(every_seconds)


async def _keep(settings: Settings, service: str, every_seconds: float) -> None:
    copy: Copy | None = None
    async with units_of(settings, service) as units:
        while True:
            heed_cancellation()
            now = units.now()
            try:
                if copy is None:
                    copy = await asyncio.to_thread(Copy.of, trails_folder(settings) / service, now)
                await copy_once(units, copy, now)
            except Exception as error:  # a server is down, the disk full, or a bug: it tries again
                copy = None  # some of it may be on the disk
                log.warning("access_log.not_copied", service=service, exc_info=error)
            await asyncio.sleep(every_seconds)


async def copy_now(settings: Settings, services: Sequence[Migrated]) -> int:
    """Copy what is not copied yet, once; return how many lines. Raises CopiedElsewhere, OSError."""
    added = 0
    with alone(trails_folder(settings)):
        for service in services:
            async with units_of(settings, service.name) as units:
                folder = trails_folder(settings) / service.name
                copy = await asyncio.to_thread(Copy.of, folder, units.now())
                added += await copy_once(units, copy, units.now())
    return added


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder. Raises CopiedElsewhere."""
    folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CopiedElsewhere from None
        yield
    finally:
        os.close(descriptor)


def _plain(row: Any) -> Line:
    return {
        name: value.astimezone(UTC).isoformat()
        if isinstance(value, datetime)
        else str(value)
        if isinstance(value, UUID)
        else value
        for name, value in row.items()
    }


def _at(line: Line) -> datetime:
    return datetime.fromisoformat(line["at"])


def _first_of(at: datetime) -> UUID:
    """The least UUIDv7 of an instant."""
    return UUID(int=(int(at.timestamp() * 1000) << 80))
