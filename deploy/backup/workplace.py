"""Where a backup or a restoration works: a folder of the data folder, one command at a time.

What is in it is in clear, as the databases beside it are; nothing of it is ever beside the target, which
may be a stick somebody carries. What a command that was killed left there goes before the next one works.
"""

import fcntl
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

FOLDER = ".working"
FORMER_SECONDS = 6 * 3600
_FORMER = re.compile(r"\.passerelle-[a-z0-9_]{8}")
LOCK = ".working.lock"
BUSY = (
    "Une sauvegarde ou une remise en place est déjà en cours sur ce dossier\u202f: attendez qu’elle finisse,"
    " puis recommencez."
)


class WorkplaceBusy(ValueError):
    """Another command works there; the message is for the operator."""


@contextmanager
def workplace(data: Path) -> Iterator[Path]:
    """An empty folder for whoever asks, until the end. Raises WorkplaceBusy, OSError."""
    data.mkdir(parents=True, exist_ok=True)
    place = data / FOLDER
    with (data / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise WorkplaceBusy(BUSY) from None
        _clean(data)
        place.mkdir(mode=0o700)
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)


def _clean(data: Path) -> None:
    """Whoever holds the lock is alone: all that is there was left. Older releases named it otherwise."""
    for left in (data / FOLDER, *data.glob(".restoring-*")):
        if left.exists():
            shutil.rmtree(left)


def clean_partials(target: Path, now: datetime) -> None:
    """Remove what killed backups left beside a target: archives nobody writes any more.

    Releases before this one worked there, in clear: a folder of theirs goes too, once it is so old that
    nobody works in it. Whatever else is there is somebody's.
    """
    for left in target.glob(".passerelle-*"):
        if left.is_dir():
            if _is_former_workplace(left, now):
                shutil.rmtree(left)
        elif left.suffix == ".partial":
            with left.open("rb") as written:
                try:
                    fcntl.flock(written, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    continue  # another deployment saves there at this moment
                left.unlink()


def _is_former_workplace(folder: Path, now: datetime) -> bool:
    if not _FORMER.fullmatch(folder.name):
        return False
    if {one.name for one in folder.iterdir()} - {"files", "files.tar"}:
        return False
    return now.timestamp() - folder.stat().st_mtime > FORMER_SECONDS
