"""Moving the streams of an earlier version into their account, while the server is stopped.

They were in the server's global account, which no configuration may name. JetStream keeps each
account in a folder of its own, and nothing inside says which: a stream that is renamed keeps its
messages, numbers, birth, and its readers their positions. A stream that nothing claims would make
the server say that it is ill.
"""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

import structlog

from deploy.nats.accounts import BUS

log = structlog.get_logger(__name__)

GLOBAL_ACCOUNT = "$G"
FOLDER_MODE = 0o750
"""That of nats-server."""


def streams_to_move(store: Path) -> list[Path]:
    """The folders of streams an earlier version left in that store, by name."""
    streams = _streams(store, GLOBAL_ACCOUNT)
    return sorted(streams.iterdir()) if streams.is_dir() else []


def move_streams(store: Path) -> list[Path]:
    """Move each stream by one rename; may be interrupted, and run again.

    A stream that its account has already (an earlier version ran again meanwhile) is set aside:
    the journals fill the other. Returns where. The server must be stopped. Raises OSError.
    """
    found = streams_to_move(store)
    if not found:
        return []
    target = _streams(store, BUS)
    for folder in (target.parent, target):
        folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    set_aside = []
    for folder in found:
        if (target / folder.name).exists():
            set_aside.append(_set_aside(folder, store / "set-aside"))
        else:
            folder.rename(target / folder.name)
            log.info("provision.stream_moved", stream=folder.name)
    for parent in (target.parent.parent, target.parent, target, found[0].parent):
        _sync(parent)
    return set_aside


def _set_aside(folder: Path, where: Path) -> Path:
    where.mkdir(mode=FOLDER_MODE, exist_ok=True)
    names = (f"{folder.name}-{number}" for number in count(1))
    to = next(where / name for name in names if not (where / name).exists())
    folder.rename(to)
    log.warning("provision.stream_set_aside", stream=folder.name)
    return to


def _streams(store: Path, account: str) -> Path:
    # nats-server makes this folder in the one its configuration names
    return store / "jetstream" / account / "streams"


def _sync(folder: Path) -> None:
    """Have the disk keep what was renamed there."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
