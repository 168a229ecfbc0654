"""The file of what was erased: ids, kinds and dates, one line each, only ever added to."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from services.chassis.base.errors import Unavailable

GIVEN_UP = "given_up"


class ErasureNotNoted(Unavailable):
    """What cannot be kept erased is not erased."""

    code = "erasure-not-noted"
    title = (
        "L’effacement n’a pas pu être inscrit au registre des effacements\u202f: rien n’a été effacé."
        " Réessayez, puis prévenez l’exploitation."
    )


@dataclass(frozen=True)
class Erasure:
    """One thing that was erased: what it was, whose, and its id."""

    erasure_id: UUID
    at: datetime
    kind: str
    lycee: str
    resource_id: UUID


class Ledger:
    """The erasures of one service."""

    def __init__(self, folder: Path, service: str) -> None:
        self.path = folder / f"{service}.jsonl"

    def append(self, erasures: Sequence[Erasure]) -> None:
        """Have them on the disk when this returns. Raises ErasureNotNoted."""
        self._write(_line({**asdict(one), "at": one.at.isoformat()}) for one in erasures)

    def give_up(self, erasure_ids: Collection[UUID]) -> None:
        """What they told was rolled back. Raises ErasureNotNoted."""
        self._write(_line({GIVEN_UP: one}) for one in erasure_ids)

    def read(self) -> list[Erasure]:
        """Every erasure that stands, in order; a line cut short was never answered."""
        if not self.path.exists():
            return []
        found: dict[str, Erasure] = {}
        for line in _whole(self.path.read_bytes()):
            if GIVEN_UP in line:
                found.pop(line[GIVEN_UP], None)
            else:
                found[line["erasure_id"]] = _erasure(line)
        return list(found.values())

    def _write(self, lines: Iterable[bytes]) -> None:
        content = b"".join(lines)
        try:
            with self._opened() as descriptor:
                if _is_cut_short(descriptor):
                    content = b"\n" + content
                written = os.write(descriptor, content)
                if written != len(content):
                    raise OSError("the disk is full")
                os.fsync(descriptor)
        except OSError as error:
            raise ErasureNotNoted from error

    @contextmanager
    def _opened(self) -> Iterator[int]:
        """One writer at a time, among the processes of this machine."""
        folder = self.path.parent
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        is_new = not self.path.exists()
        descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield descriptor
            if is_new:
                _sync_folder(folder)
        finally:
            os.close(descriptor)


def _line(said: Mapping[str, object]) -> bytes:
    return json.dumps(said, default=str).encode() + b"\n"


def _whole(content: bytes) -> Iterator[dict[str, str]]:
    for line in content.split(b"\n"):
        try:
            said = json.loads(line)
        except ValueError:
            continue
        if isinstance(said, dict):
            yield said


def _erasure(line: Mapping[str, str]) -> Erasure:
    return Erasure(
        UUID(line["erasure_id"]),
        datetime.fromisoformat(line["at"]),
        line["kind"],
        line["lycee"],
        UUID(line["resource_id"]),
    )


def _is_cut_short(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    return size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"


def _sync_folder(folder: Path) -> None:
    """A new file is there after a power cut only when its folder was written too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
