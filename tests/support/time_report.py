"""Where the time of a run went, by folder and by file: what to look at when the suite grows slow."""

from collections import Counter
from typing import Any

import psutil
import pytest

FOLDERS_MIN = 2
"""Who runs one folder knows where the time went."""
FILES_SHOWN = 40
PROCESSORS = pytest.StashKey["Processors"]()


class Processors:
    """The seconds of processors that each file had: the tests', and the servers' beside them.

    A file that waits has few of them, whatever its time; a run is no shorter than all of them
    together, divided by the processors there are.
    """

    def __init__(self, files: dict[str, float] | None = None) -> None:
        self.files: Counter[str] = Counter()
        self.add(files or {})
        self._file = ""
        self._then = 0.0

    def begin(self, file: str) -> None:
        """What is used from now on is of this file; "" ends the last one."""
        if file == self._file:
            return
        now = used()
        self.add({self._file: now - self._then} if self._file else {})
        self._file, self._then = file, now

    def add(self, files: dict[str, float]) -> None:
        for path, seconds in files.items():
            self.files[path] += seconds  # type: ignore[assignment]  # seconds are no whole numbers


def used() -> float:
    """Seconds of processors this process and those it started had, ended ones included.

    One that ended without being waited for is left out: its last seconds are not known.
    """
    me = psutil.Process()
    seconds = 0.0
    for process in (me, *me.children(recursive=True)):
        try:
            seconds += sum(process.cpu_times()[:4])
        except psutil.NoSuchProcess:
            continue
    return seconds


def begin(item: pytest.Item) -> None:
    """Count for the file of this test."""
    item.config.stash.setdefault(PROCESSORS, Processors()).begin(item.nodeid.partition("::")[0])


def hand_over(config: pytest.Config) -> None:
    """End the last file; a worker tells the process that writes the report."""
    mine = config.stash.setdefault(PROCESSORS, Processors())
    mine.begin("")
    told: dict[str, Any] | None = getattr(config, "workeroutput", None)
    if told is not None:
        told["processors"] = dict(mine.files)


def take_over(config: pytest.Config, told: dict[str, Any]) -> None:
    """Add what a worker that ended tells; one that died tells nothing."""
    config.stash.setdefault(PROCESSORS, Processors()).add(told.get("processors", {}))


def seconds_per_file(reports: list[pytest.TestReport]) -> Counter[str]:
    """The seconds that the tests of each file took, set-up and clearing away included."""
    spent: Counter[str] = Counter()
    for report in reports:
        path, _, _ = report.nodeid.partition("::")
        spent[path] += report.duration  # type: ignore[assignment]  # seconds are no whole numbers
    return spent


def seconds_per_folder(files: Counter[str]) -> Counter[str]:
    """Those of the files of each folder together."""
    spent: Counter[str] = Counter()
    for path, seconds in files.items():
        spent[path.rpartition("/")[0]] += seconds
    return spent


def report_time(reporter: pytest.TerminalReporter) -> None:
    """Write the seconds of each folder and of the longest files; processes side by side add up.

    Each with the seconds of processors among them.
    """
    reports = [
        one
        for kind in reporter.stats.values()
        for one in kind
        if isinstance(one, pytest.TestReport)
    ]
    files = seconds_per_file(reports)
    folders = seconds_per_folder(files)
    if len(folders) < FOLDERS_MIN:
        return
    processors = reporter.config.stash.setdefault(PROCESSORS, Processors()).files
    of_folders = seconds_per_folder(processors)
    title = f"seconds, and those of processors ({sum(processors.values()):.0f})"
    _write(reporter, f"{title} per folder", folders.most_common(), of_folders)
    longest = files.most_common(FILES_SHOWN)
    _write(reporter, f"the {FILES_SHOWN} longest files", longest, processors)


def _write(
    reporter: pytest.TerminalReporter,
    title: str,
    spent: list[tuple[str, int]],
    processors: Counter[str],
) -> None:
    reporter.section(title)
    for what, seconds in spent:
        reporter.line(f"{seconds:8.0f} {processors[what]:8.0f} {what}")
