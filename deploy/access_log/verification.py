"""The files of the access log compared with themselves, and with the databases they were copied from."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from deploy.access_log.chain import BEGINNING, Chain, Line, hashed, read
from deploy.access_log.copy import entries_after, trails_folder
from deploy.operations.units import units_of
from services.chassis.base.settings import Settings
from services.chassis.database.migrations import Migrated

SETTLED = timedelta(minutes=1)
"""A line this young may not be copied yet."""
SHOWN = 5


@dataclass
class Verdict:
    """What was found of one service."""

    service: str
    lines: int
    head: str
    """The hash of the last line: noted elsewhere, it tells later whether all before it was rewritten."""
    breaks: list[str]
    changed: list[str] = field(default_factory=list)
    """Lines that the database tells otherwise."""
    missing: list[str] = field(default_factory=list)
    """Lines the database has no more, although they have not had their time."""
    unknown: list[str] = field(default_factory=list)
    """Lines of the database that no file has."""

    @property
    def is_well(self) -> bool:
        return not (self.breaks or self.changed or self.missing or self.unknown)


async def verify(
    settings: Settings, services: Sequence[Migrated], *, now: datetime
) -> list[Verdict]:
    """Every service, one after the other. Raises Unavailable without its database."""
    return [await _verify(settings, service.name, now) for service in services]


async def _verify(settings: Settings, service: str, now: datetime) -> Verdict:
    folder = trails_folder(settings) / service
    chain, known = await asyncio.to_thread(_read, folder, now)
    verdict = Verdict(service, chain.lines, chain.hash, chain.breaks)
    async with units_of(settings, service) as units:
        async for entries in entries_after(units, UUID(int=0)):
            for entry in entries:
                _compare(verdict, known, entry, now)
    kept_since = now - timedelta(days=3 * 366)
    left = [one for one, (_, at) in known.items() if at > kept_since]
    verdict.missing = [str(one) for one in sorted(left)]
    return verdict


def _read(folder: Path, now: datetime) -> tuple[Chain, dict[UUID, tuple[str, datetime]]]:
    chain = Chain()
    known = {}
    for line in read(folder, chain, now):
        at = datetime.fromisoformat(line["at"])
        known[UUID(line["entry_id"])] = (hashed(BEGINNING, line), at)
    return chain, known


def _compare(
    verdict: Verdict, known: dict[UUID, tuple[str, datetime]], entry: Line, now: datetime
) -> None:
    here = known.pop(UUID(entry["entry_id"]), None)
    if here is None:
        if datetime.fromisoformat(entry["at"]) < now - SETTLED:
            verdict.unknown.append(entry["entry_id"])
    elif here[0] != hashed(BEGINNING, entry):
        verdict.changed.append(entry["entry_id"])


def told(verdicts: Sequence[Verdict]) -> list[str]:
    """The report, in French."""
    lines = []
    for one in verdicts:
        lines.append(
            f"{'✓' if one.is_well else '✗'} {one.service}\u202f: {one.lines} lignes, dernière empreinte"
            f" {one.head[:16]}"
        )
        for what, which in (
            ("la chaîne est rompue", one.breaks),
            ("la base dit autre chose de", one.changed),
            ("la base n’a plus", one.missing),
            ("aucun fichier n’a", one.unknown),
        ):
            if which:
                more = f" et {len(which) - SHOWN} de plus" if len(which) > SHOWN else ""
                lines.append(f"  → {what}\u202f: {', '.join(which[:SHOWN])}{more}.")
    return lines
