"""The suite, several times beside processes that keep the machine busy: which tests ever fail.

`make steady N=3 LOAD=2` prints a table for tests/README.md, and ends with 1 when a test failed.
"""

import multiprocessing
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

TEST = ("make", "--no-print-directory", "test")
_FAILED = re.compile(r"^(?:FAILED|ERROR) (?P<test>\S+::.*?)(?: - (?P<said>.*))?$")
_SUMMARY = re.compile(r"=+ (?P<counts>.*\b(?:passed|failed|error)\b.*) =+$")


@dataclass(frozen=True)
class Run:
    """One run: how pytest summed it up, and what each failed test said (its seed is in there)."""

    exit_status: int
    summary: str
    failed: dict[str, str]


def busy() -> None:
    while True:
        pass


@contextmanager
def load(processes: int) -> Iterator[None]:
    """So many processes that take all they get."""
    running = [multiprocessing.Process(target=busy, daemon=True) for _ in range(processes)]
    for one in running:
        one.start()
    try:
        yield
    finally:
        for one in running:
            one.kill()
            one.join()


def run(command: Sequence[str]) -> Run:
    """Run a suite once, its words passed on."""
    failed, summary = {}, ""
    # A message that does not fit the line of its test is left out by pytest.
    wide = os.environ | {"COLUMNS": "2000"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=wide) as process:
        assert process.stdout is not None
        for line in process.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            if told := _FAILED.match(line.strip()):
                failed[told["test"]] = told["said"] or ""
            if summed := _SUMMARY.match(line.strip()):
                summary = summed["counts"]
    return Run(process.returncode, summary, failed)


def table(runs: list[Run]) -> str:
    """Each run in a line, then each test that ever failed, and what it said."""
    lines = ["| Run | Result |", "|---|---|"]
    lines += [f"| {number} | {one.summary} |" for number, one in enumerate(runs, 1)]
    said: dict[str, list[str]] = defaultdict(list)
    for number, one in enumerate(runs, 1):
        for test, words in one.failed.items():
            said[test].append(f"run {number}: {words}")
    if not said:
        return "\n".join([*lines, "", "No test failed."])
    lines += ["", "| Failed | What it said |", "|---|---|"]
    lines += [f"| `{test}` | {'; '.join(words)} |" for test, words in sorted(said.items())]
    return "\n".join(lines)


def main(times: int, processes: int) -> int:
    with load(processes):
        runs = [run(TEST) for _ in range(times)]
    sys.stdout.write(f"\nBeside {processes} busy processes:\n\n{table(runs)}\n")
    return int(any(one.exit_status for one in runs))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
