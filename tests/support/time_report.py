"""Where the time of a run went, by folder and by file: what to look at when the suite grows slow."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import psutil
import pytest

FOLDERS_MIN = 2
"""Who runs one folder knows where the time went."""
FILES_SHOWN = 40
LONG_SECONDS = 600
"""What took longer than that alone is named at the end of `make prove`."""
LOADING = "loading the product and its tests"
LAST = "passerelle/processor_seconds"
"""Where the cache of pytest holds the seconds of processors that each file had when it last ran."""
PROCESSORS = pytest.StashKey["Processors"]()


@dataclass(frozen=True)
class Times:
    """The seconds of processors one process had."""

    parent: int
    own: float
    ended: float = 0.0
    """Those of the processes it started, that ended and that it waited for."""


Look = Mapping[int, Times]
"""The processes there are at one moment, by their numbers."""


class Processors:
    """The seconds of processors that each file had: the tests', and the servers' beside them.

    A file that waits has few of them, whatever its time; a run is no shorter than all of them
    together, divided by the processors there are.
    """

    def __init__(self) -> None:
        self.files: Counter[str] = Counter()
        self._file: str | None = LOADING
        self._then: Look = {}

    def begin(self, file: str | None) -> None:
        """What is used from now on is of this file; None ends the last one."""
        if file == self._file:
            return
        now = look()
        if self._file is not None:
            self.add({self._file: spent(self._then, now)})
        self._file, self._then = file, now

    def add(self, files: Mapping[str, float]) -> None:
        for path, seconds in files.items():
            self.files[path] += seconds  # type: ignore[assignment]  # seconds are no whole numbers


def look() -> Look:
    """This process and all it started that run."""
    me = psutil.Process()
    found = {}
    for process in (me, *me.children(recursive=True)):
        try:
            times = process.cpu_times()
            found[process.pid] = Times(
                process.ppid(),
                times.user + times.system,
                times.children_user + times.children_system,
            )
        except psutil.NoSuchProcess:
            continue
    return found


def spent(then: Look, now: Look) -> float:
    """Seconds of processors used between two looks, by those too that began or ended meanwhile.

    Whoever waits for a process that ended takes over all its seconds: those it had before are not
    counted again. One that nobody waited for takes its last seconds with it, and no more than those.
    """
    counted: Counter[int] = Counter()
    for number, gone in then.items():
        if number not in now:
            heir = gone.parent
            while heir not in now and heir in then:
                heir = then[heir].parent
            counted[heir] += gone.own + gone.ended  # type: ignore[assignment]  # no whole numbers
    seconds = 0.0
    for number, times in now.items():
        before = then.get(number, Times(times.parent, 0.0))
        seconds += max(0.0, times.own - before.own)
        seconds += max(0.0, times.ended - before.ended - counted[number])
    return seconds


def begin(item: pytest.Item) -> None:
    """Count for the file of this test."""
    item.config.stash.setdefault(PROCESSORS, Processors()).begin(item.nodeid.partition("::")[0])


def hand_over(config: pytest.Config) -> None:
    """End the last file; a worker tells the process that writes the report.

    That one, where there are workers, runs no file: what they and it started is theirs to tell.
    """
    mine = config.stash.setdefault(PROCESSORS, Processors())
    if config.pluginmanager.hasplugin("dsession"):
        mine.add({LOADING: look()[os.getpid()].own})
    else:
        mine.begin(None)
    told: dict[str, Any] | None = getattr(config, "workeroutput", None)
    if told is not None:
        told["processors"] = dict(mine.files)


def take_over(config: pytest.Config, told: dict[str, Any]) -> None:
    """Add what a worker that ended tells; one that died tells nothing."""
    config.stash.setdefault(PROCESSORS, Processors()).add(told.get("processors", {}))


def remember(config: pytest.Config, files: Mapping[str, float]) -> None:
    """Keep what each file took, for whoever is about to run some of them."""
    if config.pluginmanager.hasplugin("cacheprovider"):
        known = config.cache.get(LAST, {})
        config.cache.set(LAST, known | {path: round(seconds, 1) for path, seconds in files.items()})


def last_time(config: pytest.Config, files: Iterable[str]) -> str:
    """What these files took when they last ran here, in a line."""
    known: Mapping[str, float] = config.cache.get(LAST, {})
    took = [known.get(path) for path in files]
    seconds = [one for one in took if one is not None]
    if not seconds:
        return f"{len(took)} files of tests, none of them run here before"
    new = f", {len(took) - len(seconds)} of them never run here" if len(seconds) < len(took) else ""
    return f"{len(took)} files of tests took {sum(seconds):.0f} s of processors last time{new}"


def seconds_per_file(reports: list[pytest.TestReport]) -> Counter[str]:
    """The seconds that the tests of each file took, set-up and clearing away included."""
    taken: Counter[str] = Counter()
    for report in reports:
        path, _, _ = report.nodeid.partition("::")
        taken[path] += report.duration  # type: ignore[assignment]  # seconds are no whole numbers
    return taken


def seconds_per_folder(files: Counter[str]) -> Counter[str]:
    """Those of the files of each folder together."""
    taken: Counter[str] = Counter()
    for path, seconds in files.items():
        taken[path.rpartition("/")[0]] += seconds
    return taken


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
    _name_the_long(reporter, reports)
    files = seconds_per_file(reports)
    processors = reporter.config.stash.setdefault(PROCESSORS, Processors()).files
    remember(reporter.config, processors)
    folders = seconds_per_folder(files)
    if len(folders) < FOLDERS_MIN:
        return
    of_folders = seconds_per_folder(processors)
    title = f"seconds, and those of processors ({sum(processors.values()):.0f})"
    _write(reporter, f"{title} per folder", folders.most_common(), of_folders)
    reporter.line(f"{'':8} {processors[LOADING]:8.0f} {LOADING}")
    longest = files.most_common(FILES_SHOWN)
    _write(reporter, f"the {FILES_SHOWN} longest files", longest, processors)


def seconds_per_test(reports: list[pytest.TestReport]) -> Counter[str]:
    """Those of each test, its set-up and clearing away included."""
    taken: Counter[str] = Counter()
    for report in reports:
        taken[report.nodeid] += report.duration  # type: ignore[assignment]  # no whole numbers
    return taken


def _name_the_long(reporter: pytest.TerminalReporter, reports: list[pytest.TestReport]) -> None:
    """A proof that others wait for at the end is one to share out."""
    long = [
        (test, seconds)
        for test, seconds in seconds_per_test(reports).most_common()
        if seconds > LONG_SECONDS
    ]
    if long:
        reporter.section(f"longer than {LONG_SECONDS // 60} minutes")
    for test, seconds in long:
        reporter.line(f"{seconds / 60:5.0f} min {test}")


def _write(
    reporter: pytest.TerminalReporter,
    title: str,
    spent: list[tuple[str, int]],
    processors: Counter[str],
) -> None:
    reporter.section(title)
    for what, seconds in spent:
        reporter.line(f"{seconds:8.0f} {processors[what]:8.0f} {what}")
