"""What continuous integration does with the suite: all of it, then what failed once more, alone.

A machine that is busy makes a test late now and then. A few that failed are run again after
everything of the first pass has ended, in one process with servers of its own: what passes then is
named, and keeps nothing back; what fails twice is red. `make test` knows no second pass.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from tests.support.time_report import LAST

MOST_RUN_AGAIN = 15
"""More failures than this are no accident of the machine."""
EXIT_STATUS = "passerelle/exit_status"
"""Where the cache of pytest holds how a run ended; `make` passes another number on."""

FAILURES = "passerelle/failures"
"""Where it holds where each test failed, and what it said."""
SHOWN = 12
"""Failures told in the last lines: who reads them sees twenty."""
WIDE = 200

# A worker that dies is replaced, and its test counts as failed: the suite is never cut short by
# fewer of them than what is run again.
FIRST_PASS = (
    *("make", "--no-print-directory", "test"),
    f"ARGS=--cache-clear --max-worker-restart {MOST_RUN_AGAIN + 1}",
)
SECOND_PASS = (
    str(Path(".venv") / "bin" / "pytest"),
    *("--last-failed", "--last-failed-no-failures", "none", "-n", "0"),
)
_SUMMARY = re.compile(r"=+ .*\b(passed|failed|errors?|no tests ran|deselected)\b.* =+$")


def remember_exit_status(config: pytest.Config, status: int) -> None:
    """Keep how this run ends, for whoever decides on a second pass; a worker's end says nothing."""
    if config.pluginmanager.hasplugin("cacheprovider") and not hasattr(config, "workerinput"):
        config.cache.set(EXIT_STATUS, int(status))


def remember_failures(reporter: pytest.TerminalReporter) -> None:
    """Keep where each test failed and what it said, for the last lines of both passes."""
    config = reporter.config
    if config.pluginmanager.hasplugin("cacheprovider"):
        failed = [*reporter.stats.get("failed", ()), *reporter.stats.get("error", ())]
        config.cache.set(FAILURES, {one.nodeid: told(one) for one in failed})


def told(report: pytest.TestReport | pytest.CollectReport) -> str:
    """`file:line: the error` of a failure; of a worker that died, what the other process says of it."""
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is None:
        lines = str(report.longrepr).strip().splitlines()
        return lines[-1].strip() if lines else ""
    path = Path(crash.path)
    here = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    return f"{here}:{crash.lineno}: {crash.message.strip().splitlines()[0]}"


@dataclass(frozen=True)
class Pass:
    """How one run of pytest ended: its exit status, its last line, the ids that failed so far."""

    exit_status: int
    summary: str
    failed: frozenset[str]
    said: Mapping[str, str] = field(default_factory=dict)
    """Where each of them failed, and its error."""
    processors: Mapping[str, float] = field(default_factory=dict)
    """The seconds of processors of each file of the run."""


def two_passes(folder: Path, first_pass: Sequence[str], second_pass: Sequence[str]) -> int:
    """Run the suite of `folder`; the exit status of the pass that decided.

    The last lines say of each test that failed, and that failed alone too, where and with what;
    then which were unsteady, failed in the first pass and passed alone; then the time by folder.
    """
    first = run(first_pass, folder)
    if first.exit_status != pytest.ExitCode.TESTS_FAILED or not first.failed:
        return ended(first, first)
    if refusal := why_not_again(first.failed):
        return ended(first, first, refusal)
    say(f"{len(first.failed)} failed and are run once more, alone:", *sorted(first.failed))
    second = run(second_pass, folder)
    return ended(first, second)


def why_not_again(failed: frozenset[str]) -> str | None:
    """Why these failures are red at once, if they are."""
    if unread := sorted(test for test in failed if "::" not in test):
        return f"Files that cannot be read are not run again: {', '.join(unread)}."
    if len(failed) > MOST_RUN_AGAIN:
        return f"{len(failed)} failed, more than {MOST_RUN_AGAIN}: not run again."
    return None


def run(command: Sequence[str], folder: Path) -> Pass:
    """Run one pass, its words passed on as they come."""
    summary = ""
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            say(line.rstrip("\n"))
            summary = line.strip() if _SUMMARY.match(line.strip()) else summary
    failed = _cached(folder, "cache/lastfailed")
    status = _cached(folder, EXIT_STATUS)
    # a run that ended badly after it had counted its tests is no good run
    known = isinstance(status, int) and status != 0 and process.returncode != 0
    return Pass(
        exit_status=cast(int, status) if known else process.returncode,
        summary=summary,
        failed=frozenset(failed if isinstance(failed, dict) else ()),
        said=_mapping(folder, FAILURES),
        processors=_mapping(folder, LAST),
    )


def ended(first: Pass, last: Pass, refusal: str = "") -> int:
    """Say what failed, and how the pass that decided ended; its exit status."""
    red = sorted(last.failed)
    say(*(_failure(test, last.said) for test in red[:SHOWN]))
    if len(red) > SHOWN:
        say(f"and {len(red) - SHOWN} more that failed")
    say(*(_failure(test, first.said, "unsteady") for test in sorted(first.failed - last.failed)))
    if first.processors:
        say(_time_by_folder(first.processors))
    if refusal:
        say(refusal)
    say(last.summary or f"The tests did not end as they should: exit status {last.exit_status}.")
    return last.exit_status


def _failure(test: str, said: Mapping[str, str], word: str = "failed") -> str:
    line = f"{word}: {test}: {said[test]}" if said.get(test) else f"{word}: {test}"
    return line if len(line) <= WIDE else f"{line[: WIDE - 1]}…"


def _time_by_folder(processors: Mapping[str, float]) -> str:
    """The seconds of processors of each folder of `tests`, in a line."""
    folders: Counter[str] = Counter()
    for path, seconds in processors.items():
        parts = path.split("/")
        folders[parts[1] if len(parts) > 1 else parts[0]] += round(seconds)
    each = ", ".join(f"{folder} {seconds}" for folder, seconds in folders.most_common())
    return f"{sum(folders.values())} s of processors: {each}"


def say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _mapping(folder: Path, key: str) -> Mapping[str, Any]:
    kept = _cached(folder, key)
    return kept if isinstance(kept, dict) else {}


def _cached(folder: Path, key: str) -> object:
    """What the last run of pytest left in its cache; None when it ended before it could."""
    try:
        return json.loads((folder / ".pytest_cache" / "v" / key).read_text())
    except FileNotFoundError:
        return None


if __name__ == "__main__":
    sys.exit(two_passes(Path.cwd(), FIRST_PASS, SECOND_PASS))
