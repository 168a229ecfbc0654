"""`python -m tests.bench.compare COMMIT`: the pages of two commits beside each other, in one run.

1 when a page costs over 15 % more than it did there.
"""

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.bench.pages import Asked, Measured, measured_pages
from tests.bench.tree import HERE, checkout
from tests.support.servers import own_folder

LOSS_MAX = 1.15
HEADING = f"{'page':<26}{'there':>10}{'here':>10}{'×':>8}   kB there, here"


def row(page: Asked, was: Measured, now: Measured) -> str:
    """A line of the table: there, here, and how many times as much here."""
    sizes = f"{was.view.size / 1000:.0f}, {now.view.size / 1000:.0f}"
    return (
        f"{page.name:<26}{was.milliseconds:>7.1f} ms{now.milliseconds:>7.1f} ms"
        f"{lost(was, now):>8.2f}   {sizes}"
    )


def lost(was: Measured, now: Measured) -> float:
    """How many times as much a page costs as it did."""
    return now.times_floor / was.times_floor


async def compare(there: Path) -> Mapping[str, float]:
    """What each page costs here, in times of what it cost there; printed as it is measured."""
    found = {}
    _say(HEADING)
    async for page, of in measured_pages([there, HERE]):
        if isinstance(of, Exception):
            _say(f"{page.name:<26} not measured: {type(of).__name__} {of}"[:200])
            continue
        _say(row(page, of[there], of[HERE]))
        found[page.name] = lost(of[there], of[HERE])
    return found


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(commit: str) -> int:
    """Measure both; 1 when something was lost."""
    with own_folder("there", on_disk=True) as folder:
        found = asyncio.run(compare(checkout(commit, folder / "tree")))
    return int(any(times > LOSS_MAX for times in found.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
