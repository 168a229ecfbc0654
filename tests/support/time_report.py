"""Where the time of a run went, by folder and by file: what to look at when the suite grows slow."""

from collections import Counter

import pytest

FOLDERS_MIN = 2
"""Who runs one folder knows where the time went."""
FILES_SHOWN = 40


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
    """Write the seconds of each folder and of the longest files; processes side by side add up."""
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
    _write(reporter, "seconds per folder", folders.most_common())
    _write(reporter, f"the {FILES_SHOWN} longest files", files.most_common(FILES_SHOWN))


def _write(reporter: pytest.TerminalReporter, title: str, spent: list[tuple[str, int]]) -> None:
    reporter.section(title)
    for what, seconds in spent:
        reporter.line(f"{seconds:8.0f} {what}")
