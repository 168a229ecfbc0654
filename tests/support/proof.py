"""Two sizes of a proof: the short one in `make test`, the long one in `make prove`.

A long proof goes through the same code as its short form, more often: more deaths, more mails,
every page as every role. Nothing is proved less, it is proved elsewhere.
"""

import functools
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.changed import changed_files

REPOSITORY = Path(__file__).parents[2]
KEPT = REPOSITORY / "var" / "proofs"
"""What each long proof said last; not part of the repository."""
LONG_TIMEOUT_SECONDS = 3600
"""Against a proof that hangs, not to judge how fast it is."""
LONG_MARKS = (pytest.mark.prove, pytest.mark.timeout(LONG_TIMEOUT_SECONDS))


def long(value: object) -> Any:
    """A parameter that only `make prove` takes."""
    return pytest.param(value, marks=LONG_MARKS)


def short_and_long(short: Sequence[object], more: Sequence[object]) -> list[Any]:
    """Parameters of `make test`, and those that `make prove` takes."""
    return [*short, *map(long, more)]


def of_a_tool(*files: str) -> list[pytest.MarkDecorator]:
    """Marks of the tests of a tool of the suite: `make test` takes them where one of these files
    differs from `main`, `make prove` always.
    """
    return [] if _changed().intersection(files) else [*LONG_MARKS]


@functools.cache
def _changed() -> frozenset[str]:
    return frozenset(changed_files(REPOSITORY))


def in_two_sizes(name: str, short: int, long_: int) -> pytest.MarkDecorator:
    """Run a proof with that many in `make test`, and again with many more in `make prove`.

    `SCHEDULES=1000 make prove` takes another number of `schedules` for the long ones.
    """
    many = int(os.environ.get("SCHEDULES", long_)) if name == "schedules" else long_
    return pytest.mark.parametrize(
        name,
        [pytest.param(short, id="short"), pytest.param(many, id="long", marks=LONG_MARKS)],
    )


def seed(usual: int) -> int:
    """Where chance begins: `SEED=…` plays what a failed run printed once more."""
    return int(os.environ.get("SEED", usual))


def keep(name: str, report: Mapping[str, object]) -> None:
    """Print what a proof counted, with its seed, and keep it with its date and commit."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    told = {"proof": name, "commit": commit, "at": f"{datetime.now(UTC):%Y-%m-%dT%H:%MZ}", **report}
    KEPT.mkdir(parents=True, exist_ok=True)
    text = json.dumps(told, ensure_ascii=False)
    (KEPT / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")
