"""`python -m tests.architecture.types`: mypy, with what it knows kept for every clone of this user.

A clone that is new is judged as fast as one that was judged before: mypy compares what files hold where
they stand elsewhere or were written later. Who comes second waits: two would write into the same database.
"""

import fcntl
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from tests.architecture.tree import REPOSITORY

LOCK = "requirements-dev.lock"


def kept_in(root: Path) -> Path:
    """The folder of what is known under these versions of Python and of the libraries."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    held = sha256((root / LOCK).read_bytes() + sys.version.encode()).hexdigest()
    return cache / "passerelle" / f"mypy-{held[:16]}"


def judge(root: Path, *arguments: str) -> int:
    """What mypy ends with; without a folder of the user's own, it keeps what it knows in the clone."""
    mypy = [sys.executable, "-m", "mypy", *arguments]
    folder = kept_in(root)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
    except OSError:
        return subprocess.run(mypy, cwd=root, check=False).returncode
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        mypy += ["--sqlite-cache", "--cache-dir", str(folder)]
        return subprocess.run(mypy, cwd=root, check=False).returncode


if __name__ == "__main__":
    sys.exit(judge(REPOSITORY, *sys.argv[1:]))
