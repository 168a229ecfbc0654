"""A chain of lines in files of one month: a line that was changed, removed or put in breaks what follows.

Each file begins with a head: the hash it goes on from, and the month of the file before. So files
past their time go whole, and what is left still says that they were there, and why they may be gone.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

BEGINNING = "0" * 64
"""What the first line ever goes on from."""
KEPT_YEARS = 3
"""As long as the lines of the databases."""
FOLDER_MODE, FILE_MODE = 0o700, 0o600
ENDING = ".jsonl"
HASH, AFTER = "hash", "after"

Line = Mapping[str, Any]


@dataclass
class Chain:
    """What a folder of files holds, read from its beginning."""

    hash: str = BEGINNING
    month: str | None = None
    lines: int = 0
    breaks: list[str] = field(default_factory=list)
    """Where it does not go on from what stands before, each by its file and line."""


def hashed(before: str, line: Line) -> str:
    """The hash of a line that follows another."""
    plain = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{before}\n{plain}".encode()).hexdigest()


def month_of(at: datetime) -> str:
    """The month whose file a line goes to."""
    return f"{at.astimezone(UTC):%Y-%m}"


def files_of(folder: Path) -> list[Path]:
    """The files of a folder, the oldest first."""
    return sorted(folder.glob(f"*{ENDING}"))


def is_past(month: str, now: datetime) -> bool:
    """Whether every line of a month had its time."""
    year, number = int(month[:4]), int(month[5:7])
    return (year + KEPT_YEARS, number) < (now.year, now.month)


def read(folder: Path, chain: Chain, now: datetime) -> Iterator[Line]:
    """Every line of a folder, whatever breaks the chain, which is told in `chain`."""
    for place, path in enumerate(files_of(folder)):
        head, *rows = _parsed(path) or [(1, None)]
        _follow_head(chain, path, head[1], first=place == 0, now=now)
        for number, line in rows:
            if line is None:  # the process died in the middle of it, and the next one says so again
                continue
            told = {name: value for name, value in line.items() if name != HASH}
            whole = _tells_when(told)
            if line.get(HASH) != hashed(chain.hash, told) or not whole:
                chain.breaks.append(f"{path.name}, ligne {number}")
            chain.hash = str(line.get(HASH))
            chain.lines += 1
            if whole:
                yield told


def _follow_head(
    chain: Chain, path: Path, head: Line | None, *, first: bool, now: datetime
) -> None:
    if head is None or AFTER not in head:
        chain.breaks.append(f"{path.name}, ligne 1")
    elif first and head[AFTER] is not None:
        if not is_past(str(head[AFTER]), now):
            chain.breaks.append(f"{path.name}\u202f: le fichier {head[AFTER]} manque")
        chain.hash = str(head.get(HASH))
    elif head.get(HASH) != chain.hash or head[AFTER] != chain.month:
        chain.breaks.append(f"{path.name}\u202f: ne suit pas le fichier précédent")
    chain.month = path.stem


def _parsed(path: Path) -> list[tuple[int, Line | None]]:
    with path.open(encoding="utf-8", errors="replace") as file:
        return [(number, _line(text)) for number, text in enumerate(file, 1)]


def _line(text: str) -> Line | None:
    try:
        line = json.loads(text)
    except ValueError:
        return None
    return line if isinstance(line, dict) else None


def _tells_when(line: Line) -> bool:
    """Whether it says which line of the log it is, and of when."""
    try:
        UUID(line["entry_id"])
        return datetime.fromisoformat(line["at"]).tzinfo is not None
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def append(folder: Path, chain: Chain, lines: Sequence[tuple[datetime, Line]]) -> None:
    """Add lines at the end, on the disk before this returns. Raises OSError: none, or some, are there."""
    for month, group in _by_month(chain, lines):
        path = folder / f"{month}{ENDING}"
        texts = []
        if not path.exists():
            texts.append(json.dumps({HASH: chain.hash, AFTER: chain.month}))
        chain.month = month
        for line in group:
            chain.hash = hashed(chain.hash, line)
            chain.lines += 1
            texts.append(json.dumps({**line, HASH: chain.hash}, ensure_ascii=False))
        _write(path, "".join(f"{text}\n" for text in texts))


def _by_month(chain: Chain, lines: Sequence[tuple[datetime, Line]]) -> list[tuple[str, list[Line]]]:
    """The lines in their order, by file; one that comes late goes to the file that is written."""
    found: list[tuple[str, list[Line]]] = []
    month = chain.month or ""
    for at, line in lines:
        month = max(month, month_of(at))
        if not found or found[-1][0] != month:
            found.append((month, []))
        found[-1][1].append(line)
    return found


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    if path.exists():
        _extend(path, text)
        return
    # Beside, then renamed: no file is without its head.
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    _extend(beside, text)
    beside.rename(path)


def _extend(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, FILE_MODE)
    with os.fdopen(descriptor, "rb+", buffering=0) as file:
        # A line that was cut short by a dying process is ended, and stays as it is.
        size = file.seek(0, os.SEEK_END)
        cut = size > 0 and os.pread(file.fileno(), 1, size - 1) != b"\n"
        rest = (("\n" if cut else "") + text).encode()
        while rest:
            rest = rest[file.write(rest) :]
        os.fsync(file.fileno())


def remove_past(folder: Path, now: datetime) -> list[str]:
    """Remove the files past their time, the oldest first, but the last; name their months."""
    removed = []
    for path in files_of(folder)[:-1]:
        if not is_past(path.stem, now):
            break
        path.unlink()
        removed.append(path.stem)
    return removed
